package dev.ensemble.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.WorkerLoop;
import dev.ensemble.testkit.stripe.Faults.Fault;
import dev.ensemble.testkit.stripe.Faults.Gate;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The service stops while the provider takes its time. */
class StopTest extends ProviderService {
  /** spring.lifecycle.timeout-per-shutdown-phase. */
  private static final Duration BUDGET = Duration.ofSeconds(10);

  @Autowired private WorkerLoop askProviderLoop;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_call_that_does_not_end_is_abandoned_in_time_and_the_next_worker_finishes_it(
      boolean isCarriedOut) {
    intended();
    askProvider.runOnce();
    Gate gate = new Gate();
    STRIPE
        .faults()
        .plan("confirm", isCarriedOut ? Fault.heldAfterActing(gate) : Fault.lostAt(gate));
    askProviderLoop.start();
    gate.awaitReached();

    long begun = System.nanoTime();
    askProviderLoop.stop();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);

    assertThat(askProviderLoop.isRunning()).isFalse();
    assertThat(took).isLessThan(BUDGET);
    assertThat(statusOf(order)).isEqualTo("Charging");
    assertThat(toldOf(order)).isEmpty();
    assertThat(STRIPE.intents().charges()).isEqualTo(isCarriedOut ? 1 : 0);
    gate.open();
    CLOCK.advance(LONG);
    settle();
    requireChargedOnce();
  }
}
