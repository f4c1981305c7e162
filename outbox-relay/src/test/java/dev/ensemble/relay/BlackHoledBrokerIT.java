package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestKafka;
import dev.ensemble.testkit.faults.Signal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker that says nothing, and a relay that is asked to end in front of it. */
class BlackHoledBrokerIT {
  private static final Logger log = LoggerFactory.getLogger(BlackHoledBrokerIT.class);

  /** relay.stop-within is 8 s; the rest is the virtual machine's own end. */
  private static final Duration END_WITHIN = Duration.ofSeconds(8 + 2);

  @AfterEach
  void heal() {
    TestKafka.proxy().pass();
  }

  @ParameterizedTest
  @ValueSource(strings = {"transactional", "at-least-once"})
  void it_gives_up_after_the_delivery_timeout_and_ends_in_time_when_asked_with_the_slot_free(
      String delivery) throws Exception {
    try (Drill drill = Drill.start(delivery, 1);
        Adversary adversary = drill.attack()) {
      Replica relay = drill.replicas().awaitLeader();
      drill.awaitNextRow("before");
      TestKafka.proxy().blackHole();

      // Gives up by itself, and the one that is started next finds the broker as silent.
      await()
          .atMost(Drill.DELIVERY_TIMEOUT.multipliedBy(6))
          .until(() -> !relay.exitCodes().isEmpty());
      assertThat(relay.exitCodes()).containsExactly(ExitCode.FAILED.number());
      relay.awaitAnswer();
      await().until(() -> "t".equals(drill.database().slotColumn("active")));

      long start = System.nanoTime();
      relay.end(Signal.TERM);
      Duration end = Duration.ofNanos(System.nanoTime() - start);
      log.info("{}: SIGTERM before a silent broker: ended after {} ms", delivery, end.toMillis());
      assertThat(end).isLessThan(END_WITHIN);
      await()
          .atMost(Duration.ofSeconds(2))
          .until(() -> "f".equals(drill.database().slotColumn("active")));

      TestKafka.proxy().pass();
      relay.startAgain();
      drill.awaitNextRow("after");
      adversary.stop();
      drill.assertExactlyWhatWasCommitted();
    }
  }
}
