package dev.ensemble.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.stripe.Faults.Fault;
import dev.ensemble.testkit.stripe.Faults.Gate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens while the provider is being asked, and while somebody is away. */
class WithdrawnMeanwhileTest extends ProviderService {

  @Test
  void an_intent_that_was_never_opened_is_voided_at_once() {
    intended();
    withdraw();
    settle();
    assertThat(statusOf(order)).isEqualTo("Voided");
    assertThat(STRIPE.faults().asked()).isEmpty();
  }

  @Test
  void an_open_intent_is_closed_instead_of_confirmed() {
    intended();
    askProvider.runOnce();
    withdraw();
    assertThat(statusOf(order)).isEqualTo("Charging");
    settle();
    assertThat(statusOf(order)).isEqualTo("Voided");
    assertThat(toldOf(order)).isEmpty();
    assertThat(STRIPE.intents().charges()).isZero();
  }

  @Test
  void what_was_paid_before_the_withdrawal_is_told_and_given_back() throws Exception {
    intended();
    askProvider.runOnce();
    whileHeld("confirm", this::withdraw);
    settle();
    requireRefundedOnce();
  }

  @Test
  void a_withdrawal_during_the_opening_leaves_an_intent_that_nobody_confirms() throws Exception {
    intended();
    whileHeld("create", this::withdraw);
    settle();
    assertThat(statusOf(order)).isEqualTo("Voided");
    assertThat(STRIPE.intents().opened()).isEqualTo(1);
    assertThat(STRIPE.intents().charges()).isZero();
  }

  @Test
  void a_worker_that_was_away_beyond_its_claim_does_no_harm() throws Exception {
    intended();
    askProvider.runOnce();
    whileHeld(
        "confirm",
        () -> {
          assertThat(askProvider.runOnce()).as("the claim holds").isZero();
          CLOCK.advance(LONG);
          assertThat(askProvider.runOnce()).as("the claim has run out").isEqualTo(1);
          requireChargedOnce();
        });
    settle();
    requireChargedOnce();
  }

  @Test
  void a_worker_that_was_away_while_all_was_undone_does_no_harm() throws Exception {
    intended();
    askProvider.runOnce();
    whileHeld(
        "confirm",
        () -> {
          withdraw();
          settle();
          requireRefundedOnce();
        });
    requireRefundedOnce();
  }

  @Test
  void two_workers_over_one_table_charge_each_order_once() throws Exception {
    for (int i = 0; i < 30; i++) {
      chargePayment.charge(newId(), demand(payer("pm_good"), "1.00"), newId());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> one = threads.submit(this::passes);
      Future<?> other = threads.submit(this::passes);
      one.get(60, TimeUnit.SECONDS);
      other.get(60, TimeUnit.SECONDS);
    }
    settle();
    assertThat(STRIPE.intents().charges()).isEqualTo(30);
    assertThat(STRIPE.intents().opened()).isEqualTo(30);
    assertThat(STRIPE.faults().keysOf("confirm")).doesNotHaveDuplicates();
    assertThat(one("SELECT count(*) FROM payments.payments WHERE status = 'CHARGED'"))
        .isEqualTo(30);
  }

  private void passes() {
    while (askProvider.runOnce() > 0) {
      // The next pass goes one step further.
    }
  }

  /** Does something while another worker's call has been carried out and not yet answered. */
  private void whileHeld(String operation, Runnable meanwhile) throws Exception {
    Gate gate = new Gate();
    STRIPE.faults().plan(operation, Fault.heldAfterActing(gate));
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<Integer> held = threads.submit(askProvider::runOnce);
      gate.awaitReached();
      try {
        meanwhile.run();
      } finally {
        gate.open();
      }
      held.get(60, TimeUnit.SECONDS);
    }
  }
}
