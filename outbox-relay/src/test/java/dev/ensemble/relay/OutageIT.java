package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import dev.ensemble.testkit.faults.Signal;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the relay stands on goes away under load and comes back, one outage after the other: nothing
 * is lost, every key's order is kept, and meanwhile no replica says that it is ready.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {
  private static final Logger log = LoggerFactory.getLogger(OutageIT.class);

  /** What the drill's timeouts add up to, and a loaded machine's part. */
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(30);

  /** From the order to halt to the process's end and the server's noticing it. */
  private static final Duration MACHINES_PART = Duration.ofSeconds(2);

  /** Until the watch finds the door shut, which it tries with each heartbeat, and the end after. */
  private static final Duration SHUTDOWN_MAX = Duration.ofSeconds(20);

  /** By the clock. */
  private static final Duration LONG_CUT = Duration.ofSeconds(60);

  private final Drill drill = Drill.start(Drill.DELIVERY, 1);
  private final Adversary adversary = drill.attack();

  /** Also where a test failed amid its outage. */
  @AfterEach
  void heal() {
    drill.toDatabase().pass();
    TestKafka.proxy().pass();
  }

  @AfterAll
  void close() {
    adversary.close();
    drill.close();
  }

  @Test
  void the_database_server_crashes_and_comes_back() throws Exception {
    awaitStream();
    TestDatabase.crashServer();
    noticed();
    TestDatabase.startServer();
    goesOn("PostgreSQL restarted");
  }

  /** The server lets whoever reads a slot read to the end first: one who never ends holds it up. */
  @Test
  void a_database_server_that_is_stopped_in_good_order_is_not_held_up() throws Exception {
    awaitStream();
    Duration stop = TestDatabase.stopServer();
    log.info("PostgreSQL's fast shutdown amid a stream took {} ms", stop.toMillis());
    noticed();
    TestDatabase.startServer();
    goesOn("PostgreSQL stopped and started");
    assertThat(stop).isLessThan(SHUTDOWN_MAX);
  }

  @Test
  void the_broker_goes_and_comes_back() throws Exception {
    awaitStream();
    TestKafka.down();
    TestKafka.up();
    goesOn("broker restarted");
  }

  @Test
  void both_go_at_once_and_come_back() throws Exception {
    awaitStream();
    TestDatabase.crashServer();
    TestKafka.down();
    noticed();
    TestKafka.up();
    TestDatabase.startServer();
    goesOn("both restarted");
  }

  @Test
  void the_servers_side_of_the_stream_is_terminated() throws Exception {
    awaitStream();
    drill
        .database()
        .query(
            "SELECT pg_terminate_backend(%s)".formatted(drill.database().slotColumn("active_pid")));
    goesOn("walsender terminated");
  }

  @Test
  void the_network_to_the_database_swallows_everything_for_a_while() throws Exception {
    Replica relay = awaitStream();
    int ends = relay.exitCodes().size();
    drill.toDatabase().blackHole();
    endsByItself(relay, ends);
    noticed();
    drill.toDatabase().pass();
    goesOn("database black-holed");
  }

  @Test
  void the_network_to_the_broker_swallows_everything_for_a_while() throws Exception {
    Replica relay = awaitStream();
    int ends = relay.exitCodes().size();
    TestKafka.proxy().blackHole();
    endsByItself(relay, ends);
    noticed();
    TestKafka.proxy().pass();
    goesOn("broker black-holed");
  }

  @Test
  @EnabledIfSystemProperty(named = "ensemble.relay.drills", matches = "long")
  void the_network_to_both_swallows_everything_for_a_minute() throws Exception {
    awaitStream();
    drill.toDatabase().blackHole();
    TestKafka.proxy().blackHole();
    long start = System.nanoTime();
    noticed();
    Duration left = LONG_CUT.minusNanos(System.nanoTime() - start);
    await()
        .during(left)
        .atMost(left.plus(MACHINES_PART))
        .until(() -> !drill.replicas().anySaysReady());
    drill.toDatabase().pass();
    TestKafka.proxy().pass();
    goesOn("both black-holed for a minute");
  }

  @Test
  void a_stop_before_a_silent_broker_ends_in_time_and_frees_the_slot() throws Exception {
    Replica relay = awaitStream();
    int ends = relay.exitCodes().size();
    TestKafka.proxy().blackHole();
    // Gives up by itself after the delivery timeout; the next one finds the broker as silent.
    endsByItself(relay, ends);
    await().atMost(NOTICED_WITHIN).until(() -> isActive(drill.database()));

    long start = System.nanoTime();
    relay.end(Signal.TERM);
    Duration end = Duration.ofNanos(System.nanoTime() - start);
    log.info("SIGTERM before a silent broker: ended after {} ms", end.toMillis());
    assertThat(end).isLessThan(Drill.STOP_WITHIN.plus(MACHINES_PART));
    await().atMost(MACHINES_PART).until(() -> !isActive(drill.database()));

    TestKafka.proxy().pass();
    relay.start();
    goesOn("a stop before a silent broker");
  }

  private static boolean isActive(OutboxDatabase database) {
    return "t".equals(database.slotColumn("active"));
  }

  @Test
  void the_connections_to_both_are_reset_and_refused() throws Exception {
    awaitStream();
    drill.toDatabase().refuse();
    TestKafka.proxy().refuse();
    drill.toDatabase().cut();
    TestKafka.proxy().cut();
    noticed();
    drill.toDatabase().pass();
    TestKafka.proxy().pass();
    goesOn("connections reset");
  }

  /** A stream that runs, and nothing that is still to be asked of the database. */
  private Replica awaitStream() throws Exception {
    Replica leader = drill.replicas().awaitLeader();
    drill.awaitNextRow("before-an-outage");
    return leader;
  }

  /** Before health alone would say that rows wait for too long. */
  private static void endsByItself(Replica relay, int endsBefore) {
    await().atMost(NOTICED_WITHIN).until(() -> relay.exitCodes().size() > endsBefore);
    assertThat(relay.exitCodes().get(endsBefore)).isEqualTo(ExitCode.FAILED.number());
  }

  private void noticed() {
    await().atMost(NOTICED_WITHIN).until(drill.replicas()::allSayNotReady);
  }

  private void goesOn(String after) throws Exception {
    drill.timeToNextRow(after, "after-an-outage", System.nanoTime());
    drill.assertNothingIsLost();
  }
}
