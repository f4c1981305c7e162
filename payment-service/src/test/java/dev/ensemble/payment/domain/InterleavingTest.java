package dev.ensemble.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.domain.Outcome.Changed;
import dev.ensemble.payment.domain.Transfer.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every word over what can happen to one payment, up to a length: each order, each omission and
 * each repetition, so also all of those that order per key and redelivery allow.
 */
class InterleavingTest {
  private static final int WORD_LENGTH_MAX = 5;
  private static final Money PRICE = PaymentFixture.PRICE;
  private static final Set<Happening> WITHDRAWALS =
      Set.of(Happening.RELEASED, Happening.SHIPMENT_FAILED, Happening.SHIPMENT_CANCELLED);

  enum Happening {
    RESERVED,
    RELEASED,
    SHIPMENT_FAILED,
    SHIPMENT_CANCELLED,
    WORKER_RUNS,
    TIME_PASSES
  }

  /** What Alice has before the order, and how long her bank takes. */
  enum Purse {
    COVERED(PRICE.cents(), Duration.ZERO),
    COVERED_BY_A_SLOW_BANK(PRICE.cents(), Duration.ofSeconds(3)),
    EMPTY(0, Duration.ZERO),
    EMPTY_AT_A_SLOW_BANK(0, Duration.ofSeconds(3));

    private final long cents;
    private final Duration chargeDelay;

    Purse(long cents, Duration chargeDelay) {
      this.cents = cents;
      this.chargeDelay = chargeDelay;
    }
  }

  /** One run of a word: the payment, Alice's balance and all that was told and moved. */
  private static final class Run {
    private final Purse purse;
    private Instant now = PaymentFixture.NOW;
    private Payment payment = PaymentFixture.anAwaitedPayment();
    private final List<Transfer> transfers = new ArrayList<>();
    private final List<PaymentFact> facts = new ArrayList<>();
    private final List<Long> versions = new ArrayList<>();

    Run(Purse purse, List<Happening> word) {
      this.purse = purse;
      word.forEach(this::happens);
    }

    private void happens(Happening happening) {
      Outcome outcome =
          switch (happening) {
            case RESERVED -> payment.charge(PaymentFixture.DEMAND, account(), now);
            case WORKER_RUNS -> payment.chargeDue(account(), now);
            case RELEASED ->
                payment.refund(
                    new Withdrawn(Withdrawal.CUSTOMER, PaymentFixture.WITHDRAWAL_EVENT),
                    PaymentFixture.REFUND,
                    now);
            case SHIPMENT_FAILED ->
                payment.refund(
                    new Withdrawn(Withdrawal.SHIPMENT_FAILED, PaymentFixture.WITHDRAWAL_EVENT),
                    PaymentFixture.REFUND,
                    now);
            case SHIPMENT_CANCELLED ->
                payment.refund(
                    new Withdrawn(Withdrawal.DEADLINE, PaymentFixture.WITHDRAWAL_EVENT),
                    PaymentFixture.REFUND,
                    now);
            case TIME_PASSES -> {
              now = now.plus(Duration.ofSeconds(3));
              yield new Outcome.Unchanged("time passed");
            }
          };
      if (outcome instanceof Changed changed) {
        payment = changed.payment();
        versions.add(payment.version());
        facts.addAll(changed.facts());
        transfers.addAll(changed.transfers());
      }
    }

    private Account account() {
      return new Account(
          new AccountId("alice"), new Money(purse.cents - netCharged()), purse.chargeDelay);
    }

    private long netCharged() {
      return (charges() - refunds()) * PRICE.cents();
    }

    private long charges() {
      return transfers.stream().filter(t -> t.reason() instanceof Reason.Charge).count();
    }

    private long refunds() {
      return transfers.stream().filter(t -> t.reason() instanceof Reason.Refund).count();
    }
  }

  @ParameterizedTest
  @EnumSource(Purse.class)
  void in_any_order_an_order_is_charged_at_most_once_and_stays_charged_only_unwithdrawn(
      Purse purse) {
    List<String> wrong = new ArrayList<>();
    for (List<Happening> word : everyWord()) {
      Run run = new Run(purse, word);
      boolean withdrawn = word.stream().anyMatch(WITHDRAWALS::contains);
      long most = withdrawn ? 0 : PRICE.cents();
      if (run.charges() > 1
          || run.refunds() > run.charges()
          || (run.netCharged() != 0 && run.netCharged() != most)
          || new HashSet<>(run.facts).size() < run.facts.size()
          || !run.versions.equals(
              LongStream.rangeClosed(1, run.versions.size()).boxed().toList())) {
        wrong.add(word + " told " + run.facts + " in versions " + run.versions);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Purse.class)
  void a_reserved_order_that_nobody_withdraws_ends_charged_or_declined(Purse purse) {
    List<String> wrong = new ArrayList<>();
    for (List<Happening> word : everyWord()) {
      if (word.stream().anyMatch(WITHDRAWALS::contains) || !word.contains(Happening.RESERVED)) {
        continue;
      }
      List<Happening> toTheEnd = new ArrayList<>(word);
      toTheEnd.addAll(List.of(Happening.TIME_PASSES, Happening.WORKER_RUNS));
      Run run = new Run(purse, toTheEnd);
      if (run.facts.size() != 1 || run.netCharged() != purse.cents) {
        wrong.add(toTheEnd + " told " + run.facts);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void the_words_are_all_words() {
    assertThat(everyWord()).hasSize(6 + 36 + 216 + 1296 + 7776);
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
