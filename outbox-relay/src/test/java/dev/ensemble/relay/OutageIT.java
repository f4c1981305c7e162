package dev.ensemble.relay;

import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the relay stands on goes away under load and comes back, one outage after the other: nothing
 * is lost, every key's order is kept, and meanwhile no replica says that it is ready.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {
  /** What the drill's timeouts add up to, and a loaded machine's part. */
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(30);

  private final Drill drill = Drill.start(Drill.DELIVERY, 2);
  private final Adversary adversary = drill.attack();

  @AfterAll
  void close() {
    adversary.close();
    drill.close();
  }

  @Test
  void the_database_server_crashes_and_comes_back() throws Exception {
    drill.replicas().awaitLeader();
    TestDatabase.crashServer();
    noticed();
    TestDatabase.startServer();
    goesOn("PostgreSQL restarted");
  }

  @Test
  void the_broker_goes_and_comes_back() throws Exception {
    drill.replicas().awaitLeader();
    TestKafka.down();
    TestKafka.up();
    goesOn("broker restarted");
  }

  @Test
  void both_go_at_once_and_come_back() throws Exception {
    drill.replicas().awaitLeader();
    TestDatabase.crashServer();
    TestKafka.down();
    noticed();
    TestKafka.up();
    TestDatabase.startServer();
    goesOn("both restarted");
  }

  @Test
  void the_servers_side_of_the_stream_is_terminated() throws Exception {
    drill.replicas().awaitLeader();
    drill
        .database()
        .query(
            "SELECT pg_terminate_backend(%s)".formatted(drill.database().slotColumn("active_pid")));
    goesOn("walsender terminated");
  }

  @Test
  void the_network_to_the_database_swallows_everything_for_a_while() throws Exception {
    drill.replicas().awaitLeader();
    drill.toDatabase().blackHole();
    noticed();
    drill.toDatabase().pass();
    goesOn("database black-holed");
  }

  @Test
  void the_network_to_the_broker_swallows_everything_for_a_while() throws Exception {
    drill.replicas().awaitLeader();
    TestKafka.proxy().blackHole();
    noticed();
    TestKafka.proxy().pass();
    goesOn("broker black-holed");
  }

  @Test
  void the_connections_to_both_are_reset_and_refused() throws Exception {
    drill.replicas().awaitLeader();
    drill.toDatabase().refuse();
    TestKafka.proxy().refuse();
    drill.toDatabase().cut();
    TestKafka.proxy().cut();
    noticed();
    drill.toDatabase().pass();
    TestKafka.proxy().pass();
    goesOn("connections reset");
  }

  private void noticed() {
    await().atMost(NOTICED_WITHIN).until(drill.replicas()::noneSaysReady);
  }

  private void goesOn(String after) throws Exception {
    drill.timeToNextRow(after, "after-an-outage", System.nanoTime());
    drill.assertNothingIsLost();
  }
}
