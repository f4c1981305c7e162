package dev.ensemble.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.payment.domain.StepOutcome.Changed;
import dev.ensemble.payment.domain.StepOutcome.Declined;
import dev.ensemble.payment.domain.StepOutcome.Refused;
import dev.ensemble.payment.domain.StepOutcome.Repeated;
import dev.ensemble.payment.domain.StepState.Charged;
import dev.ensemble.payment.domain.StepState.Refunded;
import dev.ensemble.payment.domain.StepState.Voided;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command in every state of a saga's step. */
class SagaStepTest {
  private static final StepId ID = new StepId("saga42", 2);
  private static final UUID PAYMENT = UUID.fromString("0199a0de-7c00-7000-8000-00000000b001");
  private static final UUID REFUND = UUID.fromString("0199a0de-7c00-7000-8000-00000000b002");
  private static final UUID LATER = UUID.fromString("0199a0de-7c00-7000-8000-00000000b003");
  private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");
  private static final Demand DEMAND = new Demand("u42", Money.of("99.99"));
  private static final Charged CHARGE = new Charged(DEMAND, PAYMENT);

  @Test
  void an_awaited_step_is_charged() {
    Changed changed = (Changed) charge(SagaStep.awaited(ID), DEMAND, account("99.99"));
    assertThat(changed.step().state()).isEqualTo(new Charged(DEMAND, LATER));
    assertThat(changed.answer()).isEqualTo(new StepAnswer.Charged(LATER, DEMAND.amount()));
    assertThat(changed.transfers())
        .singleElement()
        .satisfies(
            transfer -> {
              assertThat(transfer.reason()).isEqualTo(new Transfer.Reason.StepCharge(ID));
              assertThat(transfer.entries()).extracting(Entry::signedCents).contains(9999L, -9999L);
            });
  }

  @Test
  void a_charge_that_the_account_does_not_bear_is_declined() {
    assertThat(charge(SagaStep.awaited(ID), DEMAND, account("99.98")))
        .isEqualTo(new Declined(StepRefusal.INSUFFICIENT_FUNDS));
    assertThat(charge(SagaStep.awaited(ID), DEMAND, null))
        .isEqualTo(new Declined(StepRefusal.UNKNOWN_ACCOUNT));
  }

  @Test
  void a_step_that_was_charged_answers_the_same_and_takes_nothing() {
    Repeated same = new Repeated(new StepAnswer.Charged(PAYMENT, DEMAND.amount()));
    assertThat(charge(in(CHARGE), DEMAND, null)).isEqualTo(same);
    assertThat(charge(in(refunded("99.99")), DEMAND, null)).isEqualTo(same);
  }

  @Test
  void a_step_that_was_charged_refuses_another_charge() {
    Demand other = new Demand("u43", DEMAND.amount());
    Refused refused = new Refused(StepRefusal.OTHER_PARAMETERS);
    assertThat(charge(in(CHARGE), other, account("500"))).isEqualTo(refused);
    assertThat(charge(in(refunded("99.99")), other, account("500"))).isEqualTo(refused);
  }

  @Test
  void a_charge_after_its_compensation_is_refused() {
    assertThat(charge(in(new Voided(REFUND)), DEMAND, account("500")))
        .isEqualTo(new Refused(StepRefusal.STEP_VOIDED));
  }

  @Test
  void a_compensation_before_its_charge_leaves_a_tombstone() {
    Changed changed = (Changed) refund(SagaStep.awaited(ID), "99.99", "p1");
    assertThat(changed.step().state()).isEqualTo(new Voided(LATER));
    assertThat(changed.transfers()).isEmpty();
    assertThat(refund(in(new Voided(REFUND)), "99.99", null))
        .isEqualTo(new Repeated(new StepAnswer.NothingCharged(REFUND)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"99.99", "0.01"})
  void a_charge_is_given_back_in_full_or_in_part(String amount) {
    Changed changed = (Changed) refund(in(CHARGE), amount, PAYMENT.toString());
    assertThat(changed.answer()).isEqualTo(new StepAnswer.Refunded(LATER, Money.of(amount)));
    assertThat(changed.transfers())
        .singleElement()
        .satisfies(t -> assertThat(t.reason()).isEqualTo(new Transfer.Reason.StepRefund(ID)));
  }

  @Test
  void more_than_was_charged_is_never_given_back() {
    assertThat(refund(in(CHARGE), "100.00", "p1"))
        .isEqualTo(new Refused(StepRefusal.REFUND_ABOVE_CHARGE));
    assertThatThrownBy(() -> refunded("100.00")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_step_is_refunded_once() {
    assertThat(refund(in(refunded("40.00")), "40.00", "p1"))
        .isEqualTo(new Repeated(new StepAnswer.Refunded(REFUND, Money.of("40.00"))));
    assertThat(refund(in(refunded("40.00")), "59.99", "p1"))
        .isEqualTo(new Refused(StepRefusal.OTHER_PARAMETERS));
  }

  @Test
  void another_payments_id_is_refused_and_a_name_that_is_no_id_is_not() {
    Refused other = new Refused(StepRefusal.OTHER_PAYMENT);
    assertThat(refund(in(CHARGE), "99.99", LATER.toString())).isEqualTo(other);
    assertThat(refund(in(refunded("99.99")), "99.99", LATER.toString())).isEqualTo(other);
    assertThat(refund(in(CHARGE), "99.99", "1-1-1-1-1")).isInstanceOf(Changed.class);
  }

  @Test
  void a_step_is_named_by_what_a_key_can_hold() {
    assertThat(new StepId("!".repeat(128), 1_000_000).key()).hasSize(136);
    for (String wrong : new String[] {"", "a b", "ä", "a\n", "!".repeat(129)}) {
      assertThatThrownBy(() -> new StepId(wrong, 1)).isInstanceOf(IllegalArgumentException.class);
    }
    for (int wrong : new int[] {-1, 1_000_001}) {
      assertThatThrownBy(() -> new StepId("s", wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static StepOutcome charge(SagaStep step, Demand demand, @Nullable Account account) {
    return step.charge(demand, account, LATER, NOW);
  }

  private static StepOutcome refund(SagaStep step, String amount, @Nullable String paymentId) {
    return step.refund(new StepCommand.Refund(ID, paymentId, Money.of(amount)), LATER, NOW);
  }

  private static SagaStep in(StepState state) {
    return new SagaStep(ID, state);
  }

  private static Refunded refunded(String amount) {
    return new Refunded(CHARGE, REFUND, Money.of(amount));
  }

  private static Account account(String balance) {
    return new Account(new AccountId("u42"), Money.of(balance), Duration.ZERO);
  }
}
