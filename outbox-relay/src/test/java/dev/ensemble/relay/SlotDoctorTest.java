package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.relay.Finding.Check;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;

/** What the doctor finds before and beside the stream, on a server that stands. */
class SlotDoctorTest {
  private final OutboxDatabase database = OutboxDatabase.create();
  private final SlotDoctor doctor = new SlotDoctor(database.settings());

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void of_a_source_that_stands_only_the_server_s_unlimited_wal_is_said() {
    admit();

    assertThat(checks(doctor.examine())).containsExactly(Check.UNLIMITED_WAL);
  }

  @Test
  void everything_that_is_wrong_is_found_at_once_the_worst_first() {
    database.asOwner(
        """
        ALTER PUBLICATION outbox SET (publish = 'insert, update');
        ALTER TABLE messaging.outbox RENAME COLUMN causation_id TO cause;
        REVOKE SELECT ON messaging.outbox FROM relay;
        """);

    assertThat(checks(doctor.examine()))
        .containsExactly(
            Check.TABLE_PRIVILEGE,
            Check.COLUMN_MISSING,
            Check.PUBLICATION_ACTIONS,
            Check.SLOT_MISSING,
            Check.UNLIMITED_WAL);
  }

  @Test
  void a_database_that_does_not_answer_is_a_finding_too() {
    SourceSettings absent =
        new SourceSettings(
            database.settings().url() + "_absent", "relay", "x", "absent", "outbox", "a.b");

    List<Finding> findings = new SlotDoctor(absent).examine();

    assertThat(checks(findings)).containsExactly(Check.UNREACHABLE);
    assertThat(findings.getFirst().advice()).contains("does not answer: ", "What to do: see");
  }

  @Test
  void a_server_that_does_not_allow_the_plugin_is_refused() throws SQLException {
    assertThat(checks(with("output_plugin_libraries", "wal2json, test_decoding")))
        .contains(Check.OUTPUT_PLUGIN);
    assertThat(checks(with("output_plugin_libraries", "wal2json, pgoutput")))
        .doesNotContain(Check.OUTPUT_PLUGIN);
  }

  @Test
  void a_slot_that_no_standby_takes_over_is_said_where_standbys_take_slots_over()
      throws SQLException {
    database.query(
        "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(database.slot()));
    assertThat(checks(doctor.examine())).doesNotContain(Check.SLOT_FAILOVER);
    assertThat(checks(with("synchronized_standby_slots", "standby_one")))
        .contains(Check.SLOT_FAILOVER);
  }

  @Test
  void a_slot_is_at_risk_in_the_last_quarter_of_its_room() {
    assertThat(checks(withRoom("64", 17L << 20))).doesNotContain(Check.SLOT_AT_RISK);
    assertThat(checks(withRoom("64", 15L << 20))).contains(Check.SLOT_AT_RISK);
  }

  @Test
  void the_slot_that_the_relay_makes_follows_a_failover() throws SQLException {
    admit();

    assertThat(database.slotColumn("failover")).isEqualTo("t");
    assertThat(checks(with("synchronized_standby_slots", "standby_one")))
        .doesNotContain(Check.SLOT_FAILOVER);
  }

  @Test
  void a_slot_that_was_moved_beyond_what_is_published_is_found() throws SQLException {
    admit();
    SourceFacts before = facts();
    long confirmed = java.util.Objects.requireNonNull(before.slot()).confirmedLsn();
    Position published = Position.of(confirmed, 1, "id", confirmed, "00000001");
    assertThat(doctor.positionAgainst(published, before)).isEmpty();

    database.query("SELECT pg_logical_emit_message(false, 'test', '', true)");
    database.query(
        "SELECT pg_replication_slot_advance('%s', pg_current_wal_lsn())"
            .formatted(database.slot()));

    List<Finding> findings = doctor.positionAgainst(published, facts());
    assertThat(checks(findings)).containsExactly(Check.SLOT_AFTER_POSITION);
    assertThat(findings.getFirst().sentence()).contains("only what lies before");
    assertThat(doctor.positionAgainst(Position.NONE, facts())).isEmpty();
  }

  @Test
  void a_database_that_was_restored_from_before_what_is_published_is_found() throws SQLException {
    admit();
    long later = facts().server().endLsn() + 1_000_000_000L;

    assertThat(checks(doctor.positionAgainst(Position.of(1, 1, "id", later, "00000001"), facts())))
        .containsExactly(Check.WAL_BEFORE_POSITION);
    assertThat(checks(doctor.positionAgainst(Position.of(later, 1, "id", 1, "00000001"), facts())))
        .contains(Check.WAL_BEFORE_POSITION);
    // Or the server keeps WAL for the slot that nobody reads any more.
    assertThat(doctor.positionAgainst(Position.of(1, 1, "id", later, "00000001"), facts()))
        .extracting(Finding::remedy)
        .allMatch(remedy -> remedy.contains("drop " + database.slot()));
  }

  @Test
  void a_row_id_without_a_unique_index_is_said() {
    admit();
    database.asOwner("ALTER TABLE messaging.outbox DROP CONSTRAINT outbox_pkey");
    database.asOwner("CREATE INDEX ON messaging.outbox (id)");
    assertThat(checks(doctor.examine()))
        .containsExactlyInAnyOrder(Check.ROW_ID_INDEX, Check.UNLIMITED_WAL);

    database.asOwner("CREATE UNIQUE INDEX ON messaging.outbox (id, topic)");
    assertThat(checks(doctor.examine())).containsExactly(Check.UNLIMITED_WAL);
  }

  @Test
  void a_server_that_never_gives_up_a_silent_reader_is_said() throws SQLException {
    assertThat(checks(with("wal_sender_timeout", "0"))).contains(Check.SENDER_TIMEOUT_OFF);
    assertThat(checks(with("wal_sender_timeout", "1000"))).doesNotContain(Check.SENDER_TIMEOUT_OFF);
  }

  @Test
  void a_slot_that_somebody_reads_who_is_no_relay_is_said_to_whom_stands_by() throws SQLException {
    admit();
    SourceState state = new SourceState("test");
    Admission standby = new Admission(state, database.settings(), Duration.ofSeconds(1));
    try (RunningSource leader = RunningSource.start(database.settings()).awaitStreaming()) {
      assertThat(standby.look()).isInstanceOf(Verdict.SlotTaken.class);
      assertThat(checks(state.findings())).doesNotContain(Check.SLOT_READER);
      assertThat(leader.hasCrashed()).isFalse();
    }
    database.awaitFreeSlot();
    try (ForeignReader reader = ForeignReader.of(database)) {
      assertThat(standby.look()).isInstanceOf(Verdict.SlotTaken.class);
      assertThat(checks(state.findings())).contains(Check.SLOT_READER);
      assertThat(state.findings().toString()).contains("process " + reader.pid(), "a stranger");
    }
    database.awaitFreeSlot();
    assertThat(standby.look()).isInstanceOf(Verdict.Ready.class);
    assertThat(checks(state.findings())).doesNotContain(Check.SLOT_READER);
  }

  @Test
  void health_and_metrics_show_what_is_found_and_what_to_do() {
    SourceState state = new SourceState("test");
    state.enter(SourceState.Phase.STREAMING);
    database.asOwner("ALTER PUBLICATION outbox DROP TABLE messaging.outbox");
    new Admission(state, database.settings(), Duration.ofSeconds(1)).look();

    Lateness lateness = new Lateness(List.of(state), new HealthSettings(Duration.ofSeconds(30)));
    Health health = new RelayHealth(List.of(state), lateness).health();
    assertThat(health.getDetails().toString())
        .contains("publication-table", "REFUSES", "does not hold table", "ADD TABLE");
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    RelaySettings relay = RunningSource.relay(database.settings(), Map.of());
    Source source = new Source(state, database.settings(), relay, (name, failure) -> {});
    new RelayMetrics(List.of(source)).bindTo(metrics);
    assertThat(gauge(metrics, "publication-table")).isEqualTo(1);
    assertThat(gauge(metrics, "publication-filter")).isZero();

    database.asOwner("ALTER PUBLICATION outbox ADD TABLE messaging.outbox");
    new Admission(state, database.settings(), Duration.ofSeconds(1)).look();
    assertThat(gauge(metrics, "publication-table")).isZero();
  }

  private static double gauge(SimpleMeterRegistry metrics, String finding) {
    return metrics
        .get("relay.doctor")
        .tag("source", "test")
        .tag("finding", finding)
        .gauge()
        .value();
  }

  private void admit() {
    Admission admission =
        new Admission(new SourceState("test"), database.settings(), Duration.ofSeconds(20));
    assertThat(admission.look()).isInstanceOf(Verdict.Ready.class);
  }

  private SourceFacts facts() throws SQLException {
    try (SourceDatabase open = SourceDatabase.open(database.settings(), "test")) {
      return open.facts();
    }
  }

  private List<Finding> withRoom(String megabytes, long safeBytes) {
    SourceFacts.Server server =
        new SourceFacts.Server(
            "relay",
            "db",
            true,
            false,
            0,
            new SourceFacts.Use(0, 0),
            Map.of("max_slot_wal_keep_size", megabytes));
    SourceFacts.Safety safety = new SourceFacts.Safety("reserved", null, safeBytes, true);
    SourceFacts.Slot slot = new SourceFacts.Slot("pgoutput", "db", null, null, 0, safety);
    return doctor.examine(new SourceFacts(server, null, null, slot));
  }

  /** As a server says it that is set so. */
  private List<Finding> with(String setting, String value) throws SQLException {
    SourceFacts facts = facts();
    SourceFacts.Server server = facts.server();
    Map<String, String> settings = new HashMap<>(server.settings());
    settings.put(setting, value);
    SourceFacts.Server changed =
        new SourceFacts.Server(
            server.user(),
            server.database(),
            server.mayReplicate(),
            server.standby(),
            server.endLsn(),
            server.use(),
            settings);
    return doctor.examine(
        new SourceFacts(changed, facts.table(), facts.publication(), facts.slot()));
  }

  private static List<Check> checks(List<Finding> findings) {
    return findings.stream().map(Finding::check).toList();
  }
}
