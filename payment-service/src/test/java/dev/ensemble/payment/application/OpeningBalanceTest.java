package dev.ensemble.payment.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.StepCommand;
import dev.ensemble.payment.domain.StepId;
import dev.ensemble.payment.domain.StepRefusal;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Where the settings say so, a user whom nobody has seen before has an account. */
@TestPropertySource(properties = "payment.saga-steps.opening-balance=1000.00")
class OpeningBalanceTest extends RunningService {
  private static final AccountId NEWCOMER = new AccountId("newcomer");

  @Autowired private RunStep runStep;

  @Test
  void a_newcomer_is_charged_from_what_the_account_is_opened_with() {
    assertThat(charge(1, "99.99")).isInstanceOf(StepReply.Done.class);
    assertThat(charge(2, "0.01")).isInstanceOf(StepReply.Done.class);
    assertThat(balanceOf(NEWCOMER)).isEqualTo("900.00");
    assertThat(one("SELECT count(*) FROM payments.transfers WHERE kind = 'DEPOSIT'")).isEqualTo(1);
  }

  @Test
  void a_newcomer_who_asks_for_more_than_that_is_declined_and_has_no_account() {
    assertThat(charge(1, "1000.01"))
        .isEqualTo(new StepReply.Refused(StepRefusal.INSUFFICIENT_FUNDS));
    assertThat(accounts.look(NEWCOMER)).isEmpty();
  }

  @Test
  void whoever_has_an_account_gets_nothing() {
    AccountId poor = customerWith("0");
    StepReply reply = runStep.run(new StepCommand.Charge(new StepId("s", 1), demand(poor, "1.00")));
    assertThat(reply).isEqualTo(new StepReply.Refused(StepRefusal.INSUFFICIENT_FUNDS));
  }

  @RepeatedTest(10)
  void an_account_that_two_steps_open_at_one_moment_is_paid_into_once() throws Exception {
    Together.run(() -> charge(1, "100.00"), () -> charge(2, "200.00"));
    assertThat(balanceOf(NEWCOMER)).isEqualTo("700.00");
  }

  private StepReply charge(int step, String euros) {
    Demand demand = new Demand(NEWCOMER.value(), Money.of(euros));
    return runStep.run(new StepCommand.Charge(new StepId("saga", step), demand));
  }
}
