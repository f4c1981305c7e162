package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ensemble.relay.Finding.Check;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Servers that are set up in a way that the relay cannot work with, or that harms it in time. */
class OtherServersTest {
  private static final String MAKE_SLOT =
      "SELECT pg_create_logical_replication_slot('elsewhere', 'pgoutput')";

  @Test
  void a_server_without_logical_decoding_is_refused() throws IOException {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
      assertRefused(server, "wal_level is replica", "set wal_level = logical");
    }
  }

  @Test
  void a_slot_whose_wal_is_gone_is_said_to_be_at_risk_and_then_refused()
      throws IOException, SQLException {
    try (EmbeddedPostgres server = server(Map.of("max_slot_wal_keep_size", "64MB"));
        Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(MAKE_SLOT);
      assertThat(checks(server)).isEmpty();
      fill(statement, 5);
      assertThat(checks(server)).containsExactly(Check.SLOT_AT_RISK);
      fill(statement, 3);
      statement.execute("CHECKPOINT");

      assertThat(checks(server)).containsExactly(Check.SLOT_LOST);
      assertRefused(server, "slot elsewhere is lost", "--relay.recover=");
    }
  }

  @Test
  void a_slot_that_is_lost_under_its_reader_ends_the_relay_and_is_refused_from_then_on()
      throws IOException, SQLException {
    try (EmbeddedPostgres server = server(Map.of("max_slot_wal_keep_size", "16MB"));
        Connection writer = server.getPostgresDatabase().getConnection();
        Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        RunningSource relay = RunningSource.start(settings(server)).awaitStreaming()) {
      // What is open keeps the slot where it is, however well the relay reads.
      writer.setAutoCommit(false);
      writer.createStatement().execute("SELECT pg_current_xact_id()");
      fill(statement, 6);
      statement.execute("CHECKPOINT");

      assertThat(relay.awaitCrash().exitCode()).isIn(ExitCode.FAILED, ExitCode.REFUSED);
      assertRefused(server, "slot elsewhere is lost", "--relay.recover=");
      writer.rollback();
    }
  }

  @Test
  void a_server_without_room_is_refused_and_one_that_gives_slots_up_is_said()
      throws IOException, SQLException {
    try (EmbeddedPostgres server =
            server(
                Map.of(
                    "max_replication_slots", "1",
                    "max_wal_senders", "0",
                    "max_slot_wal_keep_size", "1GB",
                    "idle_replication_slot_timeout", "1s"));
        Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(checks(server))
          .containsExactly(
              Check.NO_FREE_SLOT, Check.NO_FREE_SENDER, Check.SLOT_MISSING, Check.IDLE_TIMEOUT);

      statement.execute(MAKE_SLOT);
      assertThat(checks(server)).containsExactly(Check.IDLE_TIMEOUT);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                statement.execute("CHECKPOINT");
                assertThat(checks(server)).contains(Check.SLOT_LOST);
              });
      assertRefused(server, "the server has given it up (idle_timeout)", "--relay.recover=");
    }
  }

  private static EmbeddedPostgres server(Map<String, String> config)
      throws IOException, SQLException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder().setServerConfig("wal_level", "logical");
    config.forEach(builder::setServerConfig);
    EmbeddedPostgres server = builder.start();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE relay");
      statement.execute(OutboxDatabase.TABLE + OutboxDatabase.PUBLICATION);
    }
    return server;
  }

  /** Segments of 16 MB each, as a database writes them that is busy with something else. */
  private static void fill(Statement statement, int segments) throws SQLException {
    for (int segment = 0; segment < segments; segment++) {
      statement.execute("SELECT pg_logical_emit_message(true, 'filler', '')");
      statement.execute("SELECT pg_switch_wal()");
    }
  }

  private static List<Check> checks(EmbeddedPostgres server) {
    return new SlotDoctor(settings(server)).examine().stream().map(Finding::check).toList();
  }

  private static SourceSettings settings(EmbeddedPostgres server) {
    return new SourceSettings(
        "jdbc:postgresql://localhost:%d/postgres".formatted(server.getPort()),
        "postgres",
        "postgres",
        "elsewhere",
        "outbox",
        "messaging.outbox");
  }

  private static void assertRefused(EmbeddedPostgres server, String reason, String remedy) {
    Admission admission =
        new Admission(new SourceState("test"), settings(server), Duration.ofSeconds(20));
    assertThat(admission.look())
        .asInstanceOf(type(Verdict.Refused.class))
        .satisfies(refused -> assertThat(refused.reason()).contains(reason))
        .satisfies(refused -> assertThat(refused.remedy()).contains(remedy));
  }
}
