package dev.ensemble.payment.domain;

import static dev.ensemble.payment.domain.PaymentFixture.NOW;
import static dev.ensemble.payment.domain.PaymentFixture.REFUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ensemble.payment.domain.Outcome.Changed;
import dev.ensemble.payment.domain.Outcome.Unchanged;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PaymentTest {

  /** Every change there is; each pair of state and happening that is not here changes nothing. */
  private static final Map<String, String> CHANGES =
      """
      AWAITED CHARGE     UNKNOWN  -> Declined tells declined UNKNOWN_ACCOUNT
      AWAITED CHARGE     SHORT    -> Declined tells declined INSUFFICIENT_FUNDS
      AWAITED CHARGE     COVERS   -> Charged tells charged
      AWAITED CHARGE     SLOW     -> Pending tells nothing
      AWAITED CUSTOMER   any      -> Voided tells nothing
      AWAITED DEADLINE   any      -> Voided tells nothing
      AWAITED SHIPMENT_FAILED any -> Voided tells nothing
      AWAITED PAYMENT_DECLINED any -> Voided tells nothing
      NOT_DUE CUSTOMER   any      -> Voided tells nothing
      NOT_DUE DEADLINE   any      -> Voided tells nothing
      NOT_DUE SHIPMENT_FAILED any -> Voided tells nothing
      NOT_DUE PAYMENT_DECLINED any -> Voided tells nothing
      DUE     CHARGE_DUE UNKNOWN  -> Declined tells declined UNKNOWN_ACCOUNT
      DUE     CHARGE_DUE SHORT    -> Declined tells declined INSUFFICIENT_FUNDS
      DUE     CHARGE_DUE COVERS   -> Charged tells charged
      DUE     CHARGE_DUE SLOW     -> Charged tells charged
      DUE     CUSTOMER   any      -> Voided tells nothing
      DUE     DEADLINE   any      -> Voided tells nothing
      DUE     SHIPMENT_FAILED any -> Voided tells nothing
      DUE     PAYMENT_DECLINED any -> Voided tells nothing
      CHARGED CUSTOMER   any      -> Refunded tells refunded CUSTOMER
      CHARGED DEADLINE   any      -> Refunded tells refunded DEADLINE
      CHARGED SHIPMENT_FAILED any -> Refunded tells refunded SHIPMENT_FAILED
      CHARGED PAYMENT_DECLINED any -> Refunded tells refunded SHIPMENT_FAILED
      """
          .lines()
          .map(line -> line.split(" -> "))
          .collect(Collectors.toMap(line -> line[0].strip().replaceAll(" +", " "), l -> l[1]));

  enum Standing {
    AWAITED,
    NOT_DUE,
    DUE,
    CHARGED,
    DECLINED,
    REFUNDED,
    TOMBSTONE,
    VOIDED;

    private Payment payment() {
      return switch (this) {
        case AWAITED -> PaymentFixture.anAwaitedPayment();
        case NOT_DUE -> PaymentFixture.aPaymentThatIsNotDueYet();
        case DUE -> PaymentFixture.aPaymentThatIsDue();
        case CHARGED -> PaymentFixture.aChargedPayment();
        case DECLINED -> PaymentFixture.aDeclinedPayment();
        case REFUNDED -> PaymentFixture.aRefundedPayment();
        case TOMBSTONE -> PaymentFixture.aTombstone();
        case VOIDED -> PaymentFixture.aPaymentVoidedWhilePending();
      };
    }
  }

  enum Situation {
    UNKNOWN,
    SHORT,
    COVERS,
    SLOW;

    private @Nullable Account account() {
      return switch (this) {
        case UNKNOWN -> null;
        case SHORT -> PaymentFixture.anAccountThatIsACentShort();
        case COVERS -> PaymentFixture.anAccountThatCovers();
        case SLOW -> PaymentFixture.anAccountWhoseBankTakesItsTime();
      };
    }
  }

  private static Stream<Arguments> everyPair() {
    return Stream.of(Standing.values())
        .flatMap(
            standing ->
                Stream.of(Situation.values())
                    .flatMap(
                        situation ->
                            Stream.concat(
                                Stream.of(
                                    Arguments.of(standing, "CHARGE", situation),
                                    Arguments.of(standing, "CHARGE_DUE", situation)),
                                Stream.of(Withdrawal.values())
                                    .map(why -> Arguments.of(standing, why.name(), situation)))));
  }

  @ParameterizedTest(name = "{0} meets {1}, account {2}")
  @MethodSource("everyPair")
  void each_state_answers_whatever_happens(Standing standing, String what, Situation situation) {
    Payment before = standing.payment();
    Outcome outcome = happens(before, what, situation.account());

    String key = standing + " " + what + " ";
    String expected = CHANGES.getOrDefault(key + situation, CHANGES.get(key + "any"));
    if (expected == null) {
      assertThat(outcome).isInstanceOf(Unchanged.class);
      return;
    }
    assertThat(described(outcome)).isEqualTo(expected);
    Payment after = ((Changed) outcome).payment();
    assertThat(after.version()).isEqualTo(before.version() + 1);
    assertThat(after.orderId()).isEqualTo(before.orderId());
    assertThat(after.paymentId()).isEqualTo(before.paymentId());
    assertThat(after.changedAt()).isEqualTo(NOW);
  }

  @Test
  void the_table_of_changes_names_only_pairs_that_exist() {
    List<String> pairs =
        everyPair()
            .map(Arguments::get)
            .flatMap(a -> Stream.of(a[0] + " " + a[1] + " " + a[2], a[0] + " " + a[1] + " any"))
            .toList();
    assertThat(pairs).containsAll(CHANGES.keySet());
  }

  @Test
  void a_charge_waits_as_long_as_the_accounts_bank_takes() {
    Account slow = PaymentFixture.anAccountWhoseBankTakesItsTime();
    Outcome outcome = happens(PaymentFixture.anAwaitedPayment(), "CHARGE", slow);
    assertThat(((Changed) outcome).payment().state())
        .isEqualTo(new PaymentState.Pending(PaymentFixture.DEMAND, NOW.plus(slow.chargeDelay())));
  }

  @Test
  void money_moves_exactly_where_a_fact_says_so() {
    assertThat(movesOf(PaymentFixture.anAwaitedPayment(), "CHARGE", Situation.COVERS))
        .containsExactly("charge: customer:alice +59.99, house:sales -59.99");
    assertThat(movesOf(PaymentFixture.aChargedPayment(), "DEADLINE", Situation.COVERS))
        .containsExactly("refund: house:sales +59.99, customer:alice -59.99");
    assertThat(movesOf(PaymentFixture.anAwaitedPayment(), "CHARGE", Situation.SHORT)).isEmpty();
    assertThat(movesOf(PaymentFixture.anAwaitedPayment(), "CHARGE", Situation.SLOW)).isEmpty();
    assertThat(movesOf(PaymentFixture.anAwaitedPayment(), "CUSTOMER", Situation.COVERS)).isEmpty();
  }

  @Test
  void an_order_that_costs_nothing_is_charged_all_the_same() {
    Demand free = new Demand("alice", Money.ZERO);
    Outcome outcome =
        PaymentFixture.anAwaitedPayment().charge(free, PaymentFixture.anAccountThatCovers(), NOW);
    assertThat(described(outcome)).isEqualTo("Charged tells charged");
    assertThat(((Changed) outcome).transfers()).hasSize(1);
  }

  @Test
  void a_payment_without_a_version_is_awaited_and_no_other() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Payment(
                    PaymentFixture.ORDER,
                    PaymentFixture.PAYMENT,
                    0,
                    new PaymentState.Charged(PaymentFixture.DEMAND),
                    NOW));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Payment(
                    PaymentFixture.ORDER,
                    PaymentFixture.PAYMENT,
                    1,
                    new PaymentState.Awaited(),
                    NOW));
  }

  static Outcome happens(Payment payment, String what, @Nullable Account account) {
    return switch (what) {
      case "CHARGE" -> payment.charge(PaymentFixture.DEMAND, account, NOW);
      case "CHARGE_DUE" -> payment.chargeDue(account, NOW);
      default ->
          payment.refund(
              new Withdrawn(Withdrawal.valueOf(what), PaymentFixture.WITHDRAWAL_EVENT),
              REFUND,
              NOW);
    };
  }

  private static List<String> movesOf(Payment payment, String what, Situation situation) {
    return ((Changed) happens(payment, what, situation.account()))
        .transfers().stream().map(PaymentTest::described).toList();
  }

  private static String described(Outcome outcome) {
    return switch (outcome) {
      case Unchanged unchanged -> "unchanged: " + unchanged.because();
      case Changed changed ->
          changed.payment().state().getClass().getSimpleName()
              + " tells "
              + changed.facts().stream().map(PaymentTest::described).findFirst().orElse("nothing");
    };
  }

  private static String described(PaymentFact fact) {
    return switch (fact) {
      case PaymentFact.Charged charged -> "charged";
      case PaymentFact.Declined declined -> "declined " + declined.reason();
      case PaymentFact.Refunded refunded -> "refunded " + refunded.reason();
    };
  }

  private static String described(Transfer transfer) {
    String kind =
        switch (transfer.reason()) {
          case Transfer.Reason.Deposit deposit -> "deposit";
          case Transfer.Reason.Charge charge -> "charge";
          case Transfer.Reason.Refund refund -> "refund";
          case Transfer.Reason.StepCharge charge -> "step charge";
          case Transfer.Reason.StepRefund refund -> "step refund";
        };
    return kind
        + transfer.entries().stream()
            .map(
                entry ->
                    entry.account().title()
                        + (entry.signedCents() < 0 ? " -" : " +")
                        + entry.amount())
            .collect(Collectors.joining(", ", ": ", ""));
  }
}
