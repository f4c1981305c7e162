package dev.ensemble.payment.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.payment.PaymentSettings;
import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.Outcome;
import dev.ensemble.payment.domain.Payment;
import dev.ensemble.payment.domain.ProviderAnswer;
import dev.ensemble.payment.domain.ProviderPayer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What goes wrong in a pass is told as what it is: asking is one thing, recording another. */
class UnexpectedTest extends RunningService {
  @Autowired private ErrandBook book;
  @Autowired private Errands errands;
  @Autowired private PaymentSettings settings;

  private final UUID order = newId();

  @BeforeEach
  void a_charge_waits() {
    AccountId id = customerWith("0.00");
    Account payer = new Account(id, Money.ZERO, Duration.ZERO, new ProviderPayer("cus_1", "pm_1"));
    Payment awaited = Payment.awaited(order, newId(), CLOCK.instant());
    payments.save(
        (Outcome.Changed)
            awaited.chargeAtProvider(demand(id, "1.00"), newId(), payer, CLOCK.instant()));
    CLOCK.advance(Duration.ofSeconds(1));
  }

  @Test
  void a_call_that_fails_unexpectedly_is_not_told_as_an_answer_that_could_not_be_recorded() {
    IllegalStateException bug = new IllegalStateException("a bug");
    AskProvider asking =
        asking(
            call -> {
              throw bug;
            });

    assertThatThrownBy(asking::runOnce)
        .hasMessage("a call of the payment provider failed unexpectedly")
        .hasCause(bug);
    assertThat(statusOf(order)).isEqualTo("Charging");
  }

  @Test
  void an_answer_that_finds_no_payment_is_told_as_not_recorded() {
    AskProvider asking =
        asking(
            call -> {
              everything.sql("TRUNCATE payments.payments CASCADE").update();
              return new ProviderAnswer.Opened("pi_1");
            });

    assertThatThrownBy(asking::runOnce)
        .hasMessage("an answer of the payment provider could not be recorded")
        .hasCauseInstanceOf(NoSuchElementException.class);
  }

  private AskProvider asking(PaymentProvider provider) {
    ProviderState state = new ProviderState(new SimpleMeterRegistry(), errands, CLOCK);
    return new AskProvider(provider, book, state, settings);
  }
}
