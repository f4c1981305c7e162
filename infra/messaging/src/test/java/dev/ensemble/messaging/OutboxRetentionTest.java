package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a day of the outbox may go: over real replication slots. */
class OutboxRetentionTest {
  private static Shop shop;
  private static OldDays old;

  @BeforeAll
  static void open() {
    shop = Shop.open();
    old = new OldDays(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void nothingWasDropped() {
    old.clear();
  }

  @AfterEach
  void noSlot() {
    shop.superuser()
        .sql(
            """
            SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
            WHERE database = current_database()
            """)
        .query()
        .listOfRows();
  }

  @Test
  void a_day_of_the_outbox_stays_while_nothing_says_that_its_rows_are_published() {
    write(OldDays.idOf(10));
    RetentionUpkeep upkeep = old.upkeep("one");
    OldDays.dropAll(upkeep);

    assertThat(old.of("outbox"))
        .contains(OldDays.ago(10))
        .doesNotContain(OldDays.ago(11), OldDays.ago(9));
    assertThat(upkeep.kept().get("outbox " + OldDays.ago(10))).contains("has no replication slot");
  }

  @Test
  void a_day_of_the_outbox_stays_until_every_slot_of_the_database_has_confirmed_its_rows() {
    slot("retention_relay");
    slot("retention_other");
    write(OldDays.idOf(10));
    RetentionUpkeep upkeep = old.upkeepWithSlot("retention_relay");
    OldDays.dropAll(upkeep);
    assertThat(upkeep.kept().get("outbox " + OldDays.ago(10))).contains("other has not confirmed");

    confirm("retention_other");
    OldDays.dropAll(upkeep);
    assertThat(old.of("outbox")).contains(OldDays.ago(10));
    assertThat(upkeep.kept().get("outbox " + OldDays.ago(10))).contains("relay has not confirmed");

    confirm("retention_relay");
    OldDays.dropAll(upkeep);
    assertThat(old.of("outbox")).doesNotContain(OldDays.ago(10));
    assertThat(upkeep.kept()).isEmpty();
  }

  @Test
  void the_place_behind_a_days_rows_is_noted_when_their_writer_has_committed() {
    slot("retention_relay");
    RetentionUpkeep upkeep = old.upkeep("one");
    shop.transaction()
        .executeWithoutResult(
            open -> {
              write(OldDays.idOf(10));
              // It is seen by nobody else yet: the day looks empty, and is being written to.
              OldDays.runApart(upkeep);
              assertThat(upkeep.kept().get("outbox " + OldDays.ago(20)))
                  .contains("others have been at work");
            });
    confirm("retention_relay");
    OldDays.dropAll(upkeep);
    assertThat(old.of("outbox")).as("noted after the confirmation").contains(OldDays.ago(10));
    confirm("retention_relay");
    OldDays.dropAll(upkeep);
    assertThat(old.of("outbox")).doesNotContain(OldDays.ago(10));
  }

  @Test
  void a_slot_that_is_not_the_relays_tells_nothing_of_what_is_published() {
    slot("retention_analyst");
    write(OldDays.idOf(10));
    RetentionUpkeep named = old.upkeepWithSlot("retention_relay");
    assertStays(named, "retention_analyst has not confirmed");
    confirm("retention_analyst");
    assertStays(named, "the relay's replication slot retention_relay is not there");

    slot("retention_relay");
    confirm("retention_relay");
    OldDays.dropAll(named);
    assertThat(old.of("outbox")).doesNotContain(OldDays.ago(10));
  }

  @Test
  void where_it_is_not_clear_which_slot_is_the_relays_the_day_stays_and_says_what_to_do() {
    slot("retention_relay");
    slot("retention_analyst");
    write(OldDays.idOf(10));
    RetentionUpkeep upkeep = old.upkeep("one");
    assertStays(upkeep, "has not confirmed");
    confirm("retention_relay");
    confirm("retention_analyst");
    assertStays(upkeep, "retention.relay-slot");

    drop("retention_relay");
    drop("retention_analyst");
    slot("retention_decoding", "test_decoding");
    confirm("retention_decoding");
    assertStays(upkeep, "retention.relay-slot");
  }

  private static void assertStays(RetentionUpkeep upkeep, String why) {
    OldDays.dropAll(upkeep);
    assertThat(old.of("outbox")).contains(OldDays.ago(10));
    assertThat(upkeep.kept().get("outbox " + OldDays.ago(10))).contains(why);
  }

  private static void drop(String slot) {
    shop.superuser().sql("SELECT pg_drop_replication_slot(?)").param(slot).query().singleRow();
  }

  private static void slot(String name) {
    slot(name, "pgoutput");
  }

  private static void slot(String name, String plugin) {
    shop.superuser()
        .sql("SELECT pg_create_logical_replication_slot(?, ?)")
        .params(name, plugin)
        .query()
        .singleRow();
  }

  /** As the relay does for what the broker has acknowledged. */
  private static void confirm(String slot) {
    shop.superuser()
        .sql("SELECT pg_replication_slot_advance(?, pg_current_wal_insert_lsn())")
        .param(slot)
        .query()
        .singleRow();
  }

  private static void write(UUID id) {
    shop.sql()
        .sql(
            """
            INSERT INTO messaging.outbox (id, topic, partition_key, type, source, subject,
              occurred_at, correlation_id, sequence, content_type, payload)
            VALUES (?, 't', 'k', 'a.b.v1', '/s', 'k', '2026-01-01T00:00:00Z', 'k', 1,
              'application/json', '{}')
            """)
        .param(id)
        .update();
  }
}
