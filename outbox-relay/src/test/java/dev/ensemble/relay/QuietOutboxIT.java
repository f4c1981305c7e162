package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Little happens in the outbox; much may happen beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuietOutboxIT {
  private static final Logger log = LoggerFactory.getLogger(QuietOutboxIT.class);

  private static final int MEGABYTE = 1024 * 1024;

  /** An hour of a busy server, or as much as a build has time for. */
  private static final int OTHER_WAL_MEGABYTES = Drill.LONG ? 4_000 : 200;

  private static final int STEP_MEGABYTES = 20;

  /** What is written between two heartbeats, and the segment that they stand in. */
  private static final int RETAINED_MEGABYTES_MAX = 3 * STEP_MEGABYTES;

  private final Drill drill = Drill.start(Drill.DELIVERY, 1);

  @AfterAll
  void close() {
    drill.close();
  }

  @Test
  void the_slot_of_an_idle_outbox_follows_what_others_write() {
    OutboxDatabase database = drill.database();
    database.asOwner("CREATE TABLE messaging.other (filling text)");
    long most = 0;
    for (int written = 0; written < OTHER_WAL_MEGABYTES; written += STEP_MEGABYTES) {
      database.asOwner(
          "INSERT INTO messaging.other SELECT repeat('x', 1000) FROM generate_series(1, %d)"
              .formatted(STEP_MEGABYTES * 1000));
      // The server's own next mark of what is open, from which a slot may go on; every 15 s else.
      database.asSuperuser("SELECT pg_log_standby_snapshot()");
      most = Math.max(most, retainedMegabytes());
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> retainedMegabytes() < RETAINED_MEGABYTES_MAX);
    }
    log.info(
        "{} MB written beside an idle outbox, at most {} MB retained", OTHER_WAL_MEGABYTES, most);
  }

  private long retainedMegabytes() {
    return Long.parseLong(
            drill
                .database()
                .query(
                    """
                    SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint
                      FROM pg_replication_slots WHERE slot_name = '%s'
                    """
                        .formatted(drill.database().slot())))
        / MEGABYTE;
  }

  @Test
  void a_payload_of_900_kilobytes_passes() throws Exception {
    drill.write("large", 900_000);
    drill.awaitUpTo("large", 1);
  }

  /** Another than the library wrote it: the library refuses one of more than a million bytes. */
  @Test
  void a_row_of_20_megabytes_waits_with_its_key_and_the_others_go_on() throws Exception {
    Replica relay = drill.replicas().awaitLeader();
    int ends = relay.exitCodes().size();
    drill.write("too-large", 100);
    drill.write("too-large", 20 * MEGABYTE);
    drill.write("too-large", 100);
    drill.awaitNextRow("beside-it");

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> relay.status().contains("\"quarantinedCount\":2"));
    assertThat(relay.status()).contains("more than max.request.size").contains("waits for row");
    assertThat(relay.tell("retry")).contains("\"sent\":[]");
    drill.awaitNextRow("beside-it");
    assertThat(drill.order().last()).containsEntry("too-large", 1L);
    assertThat(drill.order().wrong()).isEmpty();
    assertThat(relay.exitCodes()).as("a small heap is enough").hasSize(ends);
  }
}
