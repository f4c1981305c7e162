package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers that are set up in a way that the relay cannot work with. */
class OtherServersTest {
  @Test
  void a_server_without_logical_decoding_is_refused() throws IOException {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
      assertRefused(server, "wal_level is replica", "set wal_level = logical");
    }
  }

  @Test
  void a_slot_whose_wal_is_gone_is_refused() throws IOException, SQLException {
    try (EmbeddedPostgres server =
            EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("max_slot_wal_keep_size", "1MB")
                .setServerConfig("max_wal_size", "32MB")
                .setServerConfig("min_wal_size", "32MB")
                .start();
        Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE relay");
      statement.execute(OutboxDatabase.TABLE + OutboxDatabase.PUBLICATION);
      statement.execute("SELECT pg_create_logical_replication_slot('elsewhere', 'pgoutput')");
      for (int segment = 0; segment < 6; segment++) {
        statement.execute("SELECT pg_logical_emit_message(true, 'filler', '')");
        statement.execute("SELECT pg_switch_wal()");
      }
      statement.execute("CHECKPOINT");

      assertRefused(server, "slot elsewhere is lost", "pg_drop_replication_slot('elsewhere')");
    }
  }

  private static void assertRefused(EmbeddedPostgres server, String reason, String remedy) {
    SourceSettings settings =
        new SourceSettings(
            server.getJdbcUrl("postgres", "postgres"),
            "postgres",
            "postgres",
            "elsewhere",
            "outbox",
            "messaging.outbox");
    assertThat(new Admission(new SourceState("test"), settings, Duration.ofSeconds(20)).look())
        .asInstanceOf(type(Verdict.Refused.class))
        .satisfies(refused -> assertThat(refused.reason()).contains(reason))
        .satisfies(refused -> assertThat(refused.remedy()).contains(remedy));
  }
}
