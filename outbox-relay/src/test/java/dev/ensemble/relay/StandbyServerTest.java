package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.relay.Finding.Check;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in recovery, as a standby is; this one restores from an archive that has nothing. */
class StandbyServerTest {
  @Test
  void a_standby_is_refused(@TempDir Path directory) throws IOException, SQLException {
    Path data = directory.resolve("data");
    try (EmbeddedPostgres primary = builder(data).start();
        Connection connection = primary.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE relay");
      statement.execute(OutboxDatabase.TABLE + OutboxDatabase.PUBLICATION);
      statement.execute("CHECKPOINT");
    }
    Files.createFile(data.resolve("standby.signal"));

    try (EmbeddedPostgres standby = builder(data).start()) {
      SourceSettings settings =
          new SourceSettings(
              "jdbc:postgresql://localhost:%d/postgres".formatted(standby.getPort()),
              "postgres",
              "postgres",
              "elsewhere",
              "outbox",
              "messaging.outbox");
      List<Finding> findings = new SlotDoctor(settings).examine();

      assertThat(findings.getFirst().check()).isEqualTo(Check.STANDBY);
      assertThat(findings.getFirst().remedy()).contains("name the primary");
    }
  }

  private static EmbeddedPostgres.Builder builder(Path data) {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("wal_level", "logical")
        .setServerConfig("restore_command", "false");
  }
}
