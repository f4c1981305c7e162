package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreflightTest {
  private final OutboxDatabase database = OutboxDatabase.create();

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void a_source_that_stands_is_ready() {
    assertThat(look(database.settings())).isInstanceOf(Verdict.Ready.class);
  }

  @Test
  void what_the_service_has_not_migrated_yet_is_waited_for() {
    OutboxDatabase fresh = OutboxDatabase.notMigrated();

    assertNotYet(fresh.settings(), "table messaging.outbox does not exist");
    fresh.asOwner(OutboxDatabase.TABLE);
    assertNotYet(fresh.settings(), "publication outbox does not exist");
    fresh.asOwner(OutboxDatabase.PUBLICATION);
    assertThat(look(fresh.settings())).isInstanceOf(Verdict.Ready.class);
    fresh.dropSlot();
  }

  @Test
  void a_database_that_does_not_exist_yet_is_waited_for() {
    SourceSettings there = database.settings();
    SourceSettings absent =
        new SourceSettings(
            there.url() + "_absent", "relay", "x", "absent", "outbox", "messaging.outbox");

    assertThat(look(absent)).isInstanceOf(Verdict.NotYet.class);
  }

  @Test
  void waiting_has_an_end() {
    OutboxDatabase fresh = OutboxDatabase.notMigrated();
    Admission admission =
        new Admission(new SourceState("test"), fresh.settings(), Duration.ofMillis(700));

    assertThatThrownBy(admission::await)
        .asInstanceOf(type(RelayFailure.class))
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.OUT_OF_PATIENCE))
        .satisfies(failure -> assertThat(failure).hasMessageContaining("Waited for PT0.7S"));
  }

  @Test
  void a_publication_that_says_more_than_inserts_is_refused() {
    database.asOwner("ALTER PUBLICATION outbox SET (publish = 'insert, delete')");

    assertRefused("publishes \"insert, delete\"", "SET (publish = 'insert')");
  }

  @Test
  void a_publication_that_names_partitions_is_refused() {
    database.asOwner("ALTER PUBLICATION outbox SET (publish_via_partition_root = false)");

    assertRefused("names the partitions", "publish_via_partition_root = true");
  }

  @Test
  void a_publication_without_the_table_is_refused() {
    database.asOwner("ALTER PUBLICATION outbox DROP TABLE messaging.outbox");

    assertRefused("does not hold table messaging.outbox", "ADD TABLE messaging.outbox");
  }

  @Test
  void a_publication_that_filters_rows_is_refused() {
    database.asOwner("ALTER PUBLICATION outbox SET TABLE messaging.outbox WHERE (sequence > 1)");

    assertRefused("filters rows", "SET TABLE messaging.outbox");
  }

  @Test
  void a_publication_that_leaves_out_a_needed_column_is_refused() {
    database.asOwner("ALTER PUBLICATION outbox SET TABLE messaging.outbox (id, topic, payload)");

    assertRefused(
        "leaves out column partition_key (row.key), source (row.headers[ce_source])",
        "column list");
  }

  @Test
  void a_table_without_a_needed_column_is_refused() {
    database.asOwner("ALTER TABLE messaging.outbox DROP COLUMN payload");

    assertRefused("has no column payload", "README");
  }

  @Test
  void a_column_of_another_type_is_refused() {
    database.asOwner("ALTER TABLE messaging.outbox ALTER COLUMN payload TYPE numeric USING 1");

    assertRefused("cannot read in column payload (row.value)", "bytea, text");
  }

  @Test
  void a_role_that_may_not_replicate_is_refused() {
    SourceSettings owner = database.settings(database.database().ownerUser(), database.slot());

    assertThat(look(owner))
        .asInstanceOf(type(Verdict.Refused.class))
        .satisfies(refused -> assertThat(refused.reason()).contains("may not replicate"))
        .satisfies(refused -> assertThat(refused.remedy()).contains("REPLICATION"));
  }

  @Test
  void a_role_that_may_not_read_the_table_is_refused() {
    database.asOwner("REVOKE SELECT ON messaging.outbox FROM relay");
    assertRefused("may not read messaging.outbox", "GRANT SELECT");

    database.asOwner("GRANT SELECT ON messaging.outbox TO relay");
    database.asOwner("REVOKE USAGE ON SCHEMA messaging FROM relay");
    assertRefused("may not read messaging.outbox", "GRANT USAGE");
  }

  @Test
  void a_physical_slot_is_refused() {
    database.query("SELECT pg_create_physical_replication_slot('%s')".formatted(database.slot()));

    assertRefused("is a physical slot", "another name");
  }

  @Test
  void a_slot_of_another_database_is_refused() {
    OutboxDatabase other = OutboxDatabase.create();
    look(other.settings());
    SourceSettings borrowed = database.settings("relay", other.slot());

    assertThat(look(borrowed))
        .asInstanceOf(type(Verdict.Refused.class))
        .satisfies(refused -> assertThat(refused.reason()).contains("belongs to database"));
    other.dropSlot();
  }

  @Test
  void a_slot_that_somebody_reads_is_waited_for_and_its_reader_named() {
    try (RunningSource first = RunningSource.start(database.settings()).awaitStreaming()) {
      assertThat(look(database.settings()))
          .asInstanceOf(type(Verdict.SlotTaken.class))
          .satisfies(taken -> assertThat(taken.reader()).contains("role relay", "127.0.0.1"));
      assertThat(first.hasCrashed()).isFalse();
    }
    assertThat(look(database.settings())).isInstanceOf(Verdict.Ready.class);
  }

  /** Sorting a large table takes longer than any silence of a link. */
  @Test
  void what_a_url_says_of_silence_does_not_cut_short_what_takes_its_time() throws SQLException {
    SourceSettings hasty = database.settingsWithParameter("socketTimeout=1");
    try (Connection table = SourceDatabase.connect(hasty, "table", Duration.ofMinutes(1));
        Connection usual = SourceDatabase.connect(hasty, "watch");
        Statement patient = table.createStatement();
        Statement impatient = usual.createStatement()) {
      assertThat(patient.execute("SELECT pg_sleep(1.5)")).isTrue();
      assertThatThrownBy(() -> impatient.execute("SELECT pg_sleep(1.5)"))
          .isInstanceOf(SQLException.class);
    }
  }

  private void assertRefused(String reason, String remedy) {
    assertThat(look(database.settings()))
        .asInstanceOf(type(Verdict.Refused.class))
        .satisfies(refused -> assertThat(refused.reason()).contains(reason))
        .satisfies(refused -> assertThat(refused.remedy()).contains(remedy));
  }

  private static void assertNotYet(SourceSettings settings, String reason) {
    assertThat(look(settings))
        .asInstanceOf(type(Verdict.NotYet.class))
        .satisfies(notYet -> assertThat(notYet.reason()).contains(reason));
  }

  private static Verdict look(SourceSettings settings) {
    return new Admission(new SourceState("test"), settings, Duration.ofSeconds(20)).look();
  }
}
