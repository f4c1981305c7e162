package dev.ensemble.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.domain.Outcome.Changed;
import dev.ensemble.payment.domain.Transfer.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every word over facts and what the provider answers, late answers and repeated ones included. */
class ProviderInterleavingTest {
  private static final int WORD_LENGTH_MAX = 6;

  enum Happening {
    RESERVED,
    WITHDRAWN,
    OPENED,
    NOT_OPENED,
    SUCCEEDED,
    REFUSED,
    CLOSED,
    GIVEN_BACK
  }

  /** One run of a word. */
  private static final class Run {
    private Payment payment = PaymentFixture.anAwaitedPayment();
    private final List<Transfer> transfers = new ArrayList<>();
    private final List<PaymentFact> facts = new ArrayList<>();
    private final List<Long> versions = new ArrayList<>();

    Run(List<Happening> word) {
      word.forEach(this::happens);
    }

    void happens(Happening happening) {
      Outcome outcome =
          switch (happening) {
            case RESERVED ->
                payment.chargeAtProvider(
                    PaymentFixture.DEMAND,
                    PaymentFixture.CHARGE_EVENT,
                    PaymentFixture.anAccountWithAPayer(),
                    PaymentFixture.NOW);
            case WITHDRAWN ->
                payment.refund(
                    new Withdrawn(Withdrawal.CUSTOMER, PaymentFixture.WITHDRAWAL_EVENT),
                    PaymentFixture.REFUND,
                    PaymentFixture.NOW);
            case OPENED -> answered(new ProviderAnswer.Opened("pi_1"));
            case NOT_OPENED ->
                answered(new ProviderAnswer.NotOpened(DeclineReason.UNKNOWN_ACCOUNT));
            case SUCCEEDED -> answered(new ProviderAnswer.Succeeded());
            case REFUSED ->
                answered(new ProviderAnswer.Refused(DeclineReason.DECLINED_BY_PROVIDER));
            case CLOSED -> answered(new ProviderAnswer.Closed());
            case GIVEN_BACK -> answered(new ProviderAnswer.GivenBack());
          };
      if (outcome instanceof Changed changed) {
        payment = changed.payment();
        versions.add(payment.version());
        facts.addAll(changed.facts());
        transfers.addAll(changed.transfers());
      }
    }

    private Outcome answered(ProviderAnswer answer) {
      return payment.answered(answer, PaymentFixture.REFUND, PaymentFixture.NOW);
    }

    /** As the worker goes on, at a provider where all goes well. */
    void toTheEnd() {
      for (int call = 0; call < 4; call++) {
        ProviderCall.next(payment, 0)
            .ifPresent(
                next ->
                    happens(
                        switch (next) {
                          case ProviderCall.Open open -> Happening.OPENED;
                          case ProviderCall.Confirm confirm -> Happening.SUCCEEDED;
                          case ProviderCall.Close close -> Happening.CLOSED;
                          case ProviderCall.GiveBack giveBack -> Happening.GIVEN_BACK;
                        }));
      }
    }

    long charges() {
      return transfers.stream().filter(t -> t.reason() instanceof Reason.Charge).count();
    }

    long refunds() {
      return transfers.stream().filter(t -> t.reason() instanceof Reason.Refund).count();
    }
  }

  @Test
  void in_any_order_every_order_ends_charged_at_most_once_and_only_unwithdrawn() {
    List<String> wrong = new ArrayList<>();
    for (List<Happening> word : everyWord()) {
      Run run = new Run(word);
      run.toTheEnd();
      boolean isWithdrawn = word.contains(Happening.WITHDRAWN);
      if (ProviderCall.next(run.payment, 0).isPresent()
          || run.charges() > 1
          || run.refunds() > run.charges()
          || (isWithdrawn && run.charges() != run.refunds())
          || (!isWithdrawn && run.refunds() > 0)
          || (!isWithdrawn && word.contains(Happening.RESERVED) && run.facts.size() != 1)
          || !run.versions.equals(
              LongStream.rangeClosed(1, run.versions.size()).boxed().toList())) {
        wrong.add(word + " told " + run.facts + " and ends " + run.payment.state());
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** What is told once is told for good: no late answer brings an ended payment back. */
  @Test
  void in_any_order_what_has_ended_stays_as_it_is() {
    List<String> wrong = new ArrayList<>();
    Set<String> ends = new HashSet<>();
    for (List<Happening> word : everyWord()) {
      Run run = new Run(List.of());
      for (Happening happening : word) {
        Payment before = run.payment;
        run.happens(happening);
        if (absorbs(before.state(), happening)) {
          ends.add(before.state().getClass().getSimpleName());
          if (!run.payment.equals(before)) {
            wrong.add(word + ": " + before.state() + " became " + run.payment.state());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(ends).containsExactlyInAnyOrder("Charged", "Declined", "Refunded", "Voided");
  }

  private static boolean absorbs(PaymentState state, Happening happening) {
    return switch (state) {
      case PaymentState.Declined declined -> true;
      case PaymentState.Refunded refunded -> true;
      case PaymentState.Voided voided -> true;
      case PaymentState.Charged charged -> happening != Happening.WITHDRAWN;
      case PaymentState.Awaited awaited -> false;
      case PaymentState.Pending pending -> false;
      case PaymentState.Charging charging -> false;
      case PaymentState.Refunding refunding -> false;
    };
  }

  @Test
  void money_at_the_provider_moves_between_the_provider_and_the_house() {
    Run run = new Run(List.of(Happening.RESERVED, Happening.OPENED, Happening.SUCCEEDED));
    run.happens(Happening.WITHDRAWN);
    run.happens(Happening.GIVEN_BACK);
    assertThat(run.transfers)
        .extracting(transfer -> transfer.entries().getFirst().account().title())
        .containsExactly("house:provider", "house:sales");
    assertThat(run.transfers)
        .extracting(transfer -> transfer.entries().getLast().account().title())
        .containsExactly("house:sales", "house:provider");
  }

  @Test
  void what_the_balance_paid_goes_back_to_the_balance() {
    Outcome outcome =
        PaymentFixture.aChargedPayment()
            .refund(
                new Withdrawn(Withdrawal.CUSTOMER, PaymentFixture.WITHDRAWAL_EVENT),
                PaymentFixture.REFUND,
                PaymentFixture.NOW);
    assertThat(((Changed) outcome).transfers().getFirst().entries().getLast().account().title())
        .isEqualTo("customer:alice");
  }

  private static List<List<Happening>> everyWord() {
    List<List<Happening>> all = new ArrayList<>();
    List<List<Happening>> longest = List.of(List.of());
    for (int length = 1; length <= WORD_LENGTH_MAX; length++) {
      List<List<Happening>> longer = new ArrayList<>();
      for (List<Happening> word : longest) {
        for (Happening last : Happening.values()) {
          List<Happening> next = new ArrayList<>(word);
          next.add(last);
          longer.add(next);
        }
      }
      all.addAll(longer);
      longest = longer;
    }
    return all;
  }
}
