package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.relay.SourceState.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Relays that find a slot free at the same moment: one of them is too late. */
class StartTogetherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ROUNDS = 3;

  private final List<OutboxDatabase> databases =
      Stream.generate(OutboxDatabase::create).limit(3).toList();

  @BeforeEach
  void makeSlots() throws InterruptedException {
    for (OutboxDatabase database : databases) {
      new Admission(new SourceState("test"), database.settings(), PATIENCE).await();
    }
  }

  @AfterEach
  void dropSlots() {
    databases.forEach(OutboxDatabase::dropSlot);
  }

  /** They once killed each other, until one of them happened to be late. */
  @Test
  void of_two_relays_that_start_at_the_same_moment_one_leads_each_source_and_the_other_waits() {
    for (int round = 0; round < ROUNDS; round++) {
      databases.forEach(OutboxDatabase::awaitFreeSlot);
      List<List<RunningSource>> pairs = new ArrayList<>();
      try {
        for (OutboxDatabase database : databases) {
          pairs.add(
              List.of(
                  RunningSource.start(database.settings()),
                  RunningSource.start(database.settings())));
        }
        await().atMost(PATIENCE).until(() -> pairs.stream().allMatch(StartTogetherTest::isSettled));
        assertThat(pairs).allSatisfy(pair -> assertThat(pair).noneMatch(RunningSource::hasCrashed));
      } finally {
        pairs.forEach(pair -> pair.forEach(RunningSource::close));
      }
    }
  }

  private static boolean isSettled(List<RunningSource> pair) {
    List<Phase> phases = pair.stream().map(relay -> relay.state().phase()).toList();
    return pair.stream().anyMatch(RunningSource::hasCrashed)
        || (phases.contains(Phase.STREAMING) && phases.contains(Phase.STANDBY));
  }

  @Test
  void a_stream_that_came_too_late_leaves_no_thread_and_no_session_behind() throws Exception {
    OutboxDatabase database = databases.getFirst();
    SourceSettings settings = database.settings();
    RelaySettings relay = RunningSource.relay(settings, Map.of());
    SourceState state = new SourceState("late");
    List<RelayFailure> failures = new ArrayList<>();
    try (RunningSource leader = RunningSource.start(settings).awaitStreaming()) {
      await().atMost(PATIENCE).until(() -> leader.state().slot().active());
      List<Thread> threadsBefore = threads();
      int sessionsBefore = sessions(database);

      try (SourceStream late =
          new SourceStream(
              state,
              settings,
              relay,
              WatchPace.of(relay),
              new Deliveries(state, settings, relay),
              failures::add)) {
        assertThat(late.run()).isFalse();
      }
      assertThat(failures).isEmpty();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(threadsBefore).containsAll(threads());
                assertThat(sessions(database)).isEqualTo(sessionsBefore);
              });
      assertThat(leader.hasCrashed()).isFalse();
    }
  }

  /** Of engines and of what runs beside them. */
  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("(pool-|watch-|keep-alive|debezium).*"))
        .toList();
  }

  private static int sessions(OutboxDatabase database) {
    return Integer.parseInt(
        String.valueOf(
            database.query(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = '%s' AND usename = '%s'"
                    .formatted(database.database().name(), database.database().relayUser()))));
  }
}
