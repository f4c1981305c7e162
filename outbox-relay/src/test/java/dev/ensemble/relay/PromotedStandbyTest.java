package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.replication.LogSequenceNumber;

/** The primary is gone, and a standby that had not heard everything is the primary now. */
class PromotedStandbyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SLOT = "followed";
  private static final int BEFORE_THE_CUT = 10;
  private static final int UNHEARD = 30;
  private static final int ALL = 90;

  /** So many that the unheard rows take more WAL than a promotion does. */
  private static final int PAYLOAD_BYTES = 20_000;

  private final Topic topic = Topic.create(1);

  /**
   * What the standby never heard was published, up to a place in the WAL at which, after the
   * promotion, other rows stand: they are new, though the position lies beyond them.
   */
  @Test
  void new_rows_of_a_promoted_standby_that_was_behind_are_not_taken_for_published(
      @TempDir Path directory) throws Exception {
    Path data = directory.resolve("primary");
    migrate(data);
    Path copy = copy(data, directory.resolve("standby"));
    EmbeddedPostgres primary = builder(data).start();
    try (EmbeddedPostgres standby = follow(copy, primary.getPort())) {
      String published;
      try (RunningSource relay = relay(primary)) {
        write(primary, 1, BEFORE_THE_CUT);
        topic.await(BEFORE_THE_CUT);
        awaitFollowedSlot(primary, standby);
        cut(standby);
        write(primary, BEFORE_THE_CUT + 1, UNHEARD);
        topic.await(UNHEARD);
        published = query(primary, "SELECT pg_current_wal_lsn()");
        assertThat(relay.hasCrashed()).isFalse();
      }
      primary.close();
      query(standby, "SELECT pg_promote()");
      write(standby, UNHEARD + 1, UNHEARD + 1);
      assertThat(lsn(query(standby, "SELECT pg_current_wal_lsn()"))).isLessThan(lsn(published));
      write(standby, UNHEARD + 2, ALL);

      try (RunningSource relay = relay(standby)) {
        assertThat(Topic.sequences(topic.awaitDistinct(ALL)))
            .containsExactlyElementsOf(LongStream.rangeClosed(1, ALL).boxed().toList());
        assertThat(relay.hasCrashed()).isFalse();
      }
    } finally {
      primary.close();
    }
  }

  private static void migrate(Path data) throws IOException, SQLException {
    try (EmbeddedPostgres server = builder(data).start()) {
      execute(server, "CREATE ROLE relay; " + OutboxDatabase.TABLE + OutboxDatabase.PUBLICATION);
      query(server, "SELECT pg_create_physical_replication_slot('standby')");
    }
  }

  private static EmbeddedPostgres.Builder builder(Path data) {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("wal_level", "logical")
        .setServerConfig("hot_standby_feedback", "on");
  }

  /** Of a server that is stopped: there is no tool for a copy of one that runs. */
  private static Path copy(Path data, Path copy) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            copy.resolve(data.relativize(file)),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return copy;
  }

  private static EmbeddedPostgres follow(Path data, int primaryPort) {
    try {
      Files.createFile(data.resolve("standby.signal"));
      Files.write(
          data.resolve("postgresql.auto.conf"),
          List.of(
              "primary_slot_name = 'standby'",
              "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres dbname=postgres'"
                  .formatted(primaryPort)));
      return builder(data).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server copies a slot only to where the standby could read on from it. */
  private static void awaitFollowedSlot(EmbeddedPostgres primary, EmbeddedPostgres standby) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              query(primary, "SELECT pg_log_standby_snapshot()");
              query(standby, "SELECT pg_sync_replication_slots()");
              return query(
                  standby,
                  "SELECT count(*) FROM pg_replication_slots WHERE synced AND NOT temporary");
            },
            "1"::equals);
  }

  private static void cut(EmbeddedPostgres standby) throws SQLException {
    execute(standby, "ALTER SYSTEM SET primary_conninfo = ''");
    query(standby, "SELECT pg_reload_conf()");
    await()
        .atMost(PATIENCE)
        .until(() -> query(standby, "SELECT count(*) FROM pg_stat_wal_receiver"), "0"::equals);
  }

  private static RunningSource relay(EmbeddedPostgres server) {
    SourceSettings settings =
        new SourceSettings(
            "jdbc:postgresql://localhost:%d/postgres".formatted(server.getPort()),
            "postgres",
            "postgres",
            SLOT,
            "outbox",
            "messaging.outbox");
    return RunningSource.start(settings, Map.of(), Delivery.Mode.TRANSACTIONAL).awaitStreaming();
  }

  private void write(EmbeddedPostgres server, long first, long last) throws SQLException {
    Random random = new Random(first);
    byte[] payload = new byte[PAYLOAD_BYTES];
    try (Connection connection = server.getPostgresDatabase().getConnection()) {
      for (long n = first; n <= last; n++) {
        random.nextBytes(payload);
        OutboxDatabase.insert(connection, topic.name(), "k", n, payload);
      }
    }
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private static long lsn(String text) {
    return LogSequenceNumber.valueOf(text).asLong();
  }
}
