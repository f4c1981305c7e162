package dev.ensemble.payment.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.application.StepReply.Done;
import dev.ensemble.payment.application.StepReply.Note;
import dev.ensemble.payment.application.StepReply.Refused;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.StepAnswer;
import dev.ensemble.payment.domain.StepCommand;
import dev.ensemble.payment.domain.StepId;
import dev.ensemble.payment.domain.StepRefusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A saga's commands against the real ledger: each is carried out once, in whichever order. */
class RunStepTest extends RunningService {
  private static final StepId STEP = new StepId("saga42", 2);

  @Autowired private RunStep runStep;

  @Test
  void a_charge_that_comes_again_takes_the_money_once() {
    AccountId alice = customerWith("100.00");
    Done first = done(charge(alice, "99.99"));
    Done again = done(charge(alice, "99.99"));
    assertThat(first.note()).isEmpty();
    assertThat(again.answer()).isEqualTo(first.answer());
    assertThat(again.note()).contains(Note.CACHED_RESULT);
    assertThat(balanceOf(alice)).isEqualTo("0.01");
  }

  @Test
  void a_step_is_not_charged_again_when_its_key_is_forgotten() {
    AccountId alice = customerWith("500.00");
    Done first = done(charge(alice, "99.99"));
    forgetKeys();
    Done again = done(charge(alice, "99.99"));
    assertThat(again.answer()).isEqualTo(first.answer());
    assertThat(again.note()).contains(Note.CACHED_RESULT);
    assertThat(balanceOf(alice)).isEqualTo("400.01");
    forgetKeys();
    assertThat(charge(alice, "99.98")).isEqualTo(new Refused(StepRefusal.OTHER_PARAMETERS));
  }

  @Test
  void a_refund_that_comes_again_gives_back_once() {
    AccountId alice = customerWith("100.00");
    charge(alice, "99.99");
    Done first = done(refund("p1", "99.99"));
    assertThat(first.note()).isEmpty();
    assertThat(balanceOf(alice)).isEqualTo("100.00");

    Done again = done(refund("p1", "99.99"));
    forgetKeys();
    Done later = done(refund("p1", "99.99"));
    assertThat(List.of(again.answer(), later.answer())).containsOnly(first.answer());
    assertThat(again.note()).contains(Note.ALREADY_REFUNDED);
    assertThat(later.note()).contains(Note.ALREADY_REFUNDED);
    assertThat(balanceOf(alice)).isEqualTo("100.00");
  }

  @Test
  void a_compensation_whose_charge_never_came_refuses_the_late_charge() {
    AccountId alice = customerWith("100.00");
    assertThat(done(refund("p1", "99.99")).note()).contains(Note.NOTHING_CHARGED);
    assertThat(done(refund("p1", "99.99")).note()).contains(Note.ALREADY_REFUNDED);
    Map<String, List<String>> before = DATABASE.rows();
    assertThat(charge(alice, "99.99")).isEqualTo(new Refused(StepRefusal.STEP_VOIDED));
    assertThat(DATABASE.rows()).isEqualTo(before);
  }

  @Test
  void a_declined_charge_is_answered_the_same_although_money_came_in() {
    AccountId alice = customerWith("10.00");
    assertThat(charge(alice, "99.99")).isEqualTo(new Refused(StepRefusal.INSUFFICIENT_FUNDS));
    depositMoney.deposit(new DepositMoney.Command(newId(), alice, Money.of("500.00")));
    assertThat(charge(alice, "99.99")).isEqualTo(new Refused(StepRefusal.INSUFFICIENT_FUNDS));
    assertThat(balanceOf(alice)).isEqualTo("510.00");
    assertThat(done(refund(null, "99.99")).note()).contains(Note.NOTHING_CHARGED);
  }

  @Test
  void a_user_without_an_account_is_declined_and_gets_none() {
    for (String nobody : List.of("nobody", "No Body")) {
      StepId step = new StepId(nobody.substring(0, 2), 1);
      StepReply reply =
          runStep.run(new StepCommand.Charge(step, new Demand(nobody, Money.of("1"))));
      assertThat(reply).isEqualTo(new Refused(StepRefusal.UNKNOWN_ACCOUNT));
    }
    assertThat(one("SELECT count(*) FROM payments.accounts")).isZero();
  }

  @Test
  void the_same_key_with_other_parameters_is_refused() {
    AccountId alice = customerWith("500.00");
    charge(alice, "99.99");
    assertThat(charge(alice, "99.98")).isEqualTo(new Refused(StepRefusal.OTHER_PARAMETERS));
    assertThat(charge(customerWith("500.00"), "99.99"))
        .isEqualTo(new Refused(StepRefusal.OTHER_PARAMETERS));
    assertThat(balanceOf(alice)).isEqualTo("400.01");
  }

  @Test
  void a_refund_that_was_wrong_does_not_stand_in_the_way_of_the_right_one() {
    AccountId alice = customerWith("100.00");
    charge(alice, "99.99");
    Map<String, List<String>> before = DATABASE.rows();
    assertThat(refund("p1", "100.00")).isEqualTo(new Refused(StepRefusal.REFUND_ABOVE_CHARGE));
    assertThat(refund(newId().toString(), "99.99"))
        .isEqualTo(new Refused(StepRefusal.OTHER_PAYMENT));
    assertThat(DATABASE.rows()).isEqualTo(before);
    assertThat(done(refund("p1", "99.99")).note()).isEmpty();
  }

  @Test
  void another_steps_payment_closes_no_step() {
    AccountId alice = customerWith("100.00");
    StepAnswer.Charged charged = (StepAnswer.Charged) done(charge(alice, "50")).answer();
    StepCommand wrongStep =
        new StepCommand.Refund(
            new StepId("saga42", 3), charged.paymentId().toString(), Money.of("50"));
    assertThat(runStep.run(wrongStep)).isEqualTo(new Refused(StepRefusal.OTHER_PAYMENT));
    assertThat(one("SELECT count(*) FROM payments.saga_steps")).isEqualTo(1);
  }

  @Test
  void a_step_looks_like_no_order() {
    AccountId alice = customerWith("100.00");
    charge(alice, "50");
    refund(null, "20");
    assertThat(list("SELECT kind FROM payments.transfers WHERE saga_id = 'saga42' ORDER BY kind"))
        .containsExactly("STEP_CHARGE", "STEP_REFUND");
    assertThat(one("SELECT count(*) FROM payments.transfers WHERE order_id IS NOT NULL")).isZero();
    assertThat(one("SELECT count(*) FROM messaging.outbox")).isZero();
  }

  @RepeatedTest(20)
  void a_charge_and_its_compensation_at_one_moment_leave_nothing_charged() throws Exception {
    AccountId alice = customerWith("100.00");
    List<StepReply> replies =
        Together.run(() -> charge(alice, "60.00"), () -> refund("p1", "60.00"));
    assertThat(replies.get(1)).isInstanceOf(Done.class);
    assertThat(balanceOf(alice)).isEqualTo("100.00");
    assertThat(charge(alice, "60.00"))
        .isInstanceOf(replies.get(0) instanceof Done ? Done.class : Refused.class);
    assertThat(balanceOf(alice)).isEqualTo("100.00");
  }

  @RepeatedTest(10)
  void two_that_charge_one_step_charge_it_once() throws Exception {
    AccountId alice = customerWith("100.00");
    List<StepReply> replies =
        Together.run(() -> charge(alice, "40.00"), () -> charge(alice, "40.00"));
    assertThat(replies).hasAtLeastOneElementOfType(Done.class);
    assertThat(balanceOf(alice)).isEqualTo("60.00");
  }

  private void forgetKeys() {
    DATABASE.truncate("idempotency.answers");
  }

  private StepReply charge(AccountId user, String euros) {
    return runStep.run(new StepCommand.Charge(STEP, demand(user, euros)));
  }

  private StepReply refund(@Nullable String paymentId, String euros) {
    return runStep.run(new StepCommand.Refund(STEP, paymentId, Money.of(euros)));
  }

  private static Done done(StepReply reply) {
    assertThat(reply).isInstanceOf(Done.class);
    return (Done) reply;
  }
}
