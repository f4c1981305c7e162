package dev.ensemble.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.testkit.TestDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tap against a real driver and a real server. */
class PostgresTapTest {
  private static final int ROWS = 3;
  private static final long SECONDS_MAX = 30;

  private final TestDatabase database = TestDatabase.create("tapped");
  private final JdbcClient superuser = JdbcClient.create(database.superuser());
  private final PostgresTap tap =
      new PostgresTap(URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort());

  @BeforeEach
  void make_a_table() {
    superuser.sql("CREATE TABLE public.things (id int)").update();
    superuser.sql("GRANT USAGE ON SCHEMA public TO " + database.appUser()).update();
    superuser.sql("GRANT ALL ON public.things TO " + database.appUser()).update();
  }

  @AfterEach
  void close() {
    tap.close();
  }

  @Test
  void what_it_sees_is_what_the_servers_log_says() throws SQLException {
    try (ServerLog log = new ServerLog(database);
        Connection connection = connect()) {
      int line = log.lines();
      Watch watch = tap.watch(null);
      work(connection);

      assertThat(watch.statements())
          .startsWith("BEGIN", "SELECT 1")
          .isEqualTo(log.statementsUpToCommit(watch.serverProcess(), line));
    }
  }

  @Test
  void a_statement_that_is_held_never_reaches_the_server() throws Exception {
    try (Connection connection = connect()) {
      Watch watch = tap.watch(new CrashPoint.Before(4, "INSERT", false));
      CompletableFuture<Void> working = begin(connection);

      assertThat(watch.reached().get(SECONDS_MAX, TimeUnit.SECONDS)).startsWith("INSERT");
      assertThat(hasWritten(watch)).isFalse();
      tap.close();
      assertThatThrownBy(working::join).hasRootCauseInstanceOf(Exception.class);
    }
    assertThat(rows()).isZero();
  }

  @Test
  void a_commit_whose_result_is_withheld_is_a_commit_all_the_same() throws Exception {
    try (Connection connection = connect()) {
      Watch undisturbed = tap.watch(null);
      work(connection);
      int commit = undisturbed.statements().indexOf("COMMIT") + 1;
      Watch watch = tap.watch(new CrashPoint.Committed(commit));
      CompletableFuture<Void> working = begin(connection);

      assertThat(watch.reached().get(SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo("COMMIT");
      assertThat(rows()).isEqualTo(2 * ROWS);
      assertThat(working).isNotDone();
      tap.close();
      assertThatThrownBy(working::join).hasRootCauseInstanceOf(Exception.class);
    }
  }

  @Test
  void another_connections_statements_are_none_of_the_calls() throws SQLException {
    try (Connection connection = connect();
        Connection other = connect()) {
      Watch watch = tap.watch(null);
      work(connection);
      int statements = watch.statements().size();
      work(other);

      assertThat(watch.statements()).hasSize(statements);
      assertThat(watch.strangers()).isEqualTo(statements);
    }
  }

  private static CompletableFuture<Void> begin(Connection connection) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            work(connection);
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        });
  }

  /** A transaction gets its number from its first write. */
  private boolean hasWritten(Watch watch) {
    return superuser
        .sql("SELECT backend_xid IS NOT NULL FROM pg_stat_activity WHERE pid = :pid")
        .param("pid", watch.serverProcess())
        .query(Boolean.class)
        .single();
  }

  private long rows() {
    return superuser.sql("SELECT count(*) FROM public.things").query(Long.class).single();
  }

  private Connection connect() throws SQLException {
    String direct = database.jdbcUrl();
    int port = URI.create(direct.substring("jdbc:".length())).getPort();
    return DriverManager.getConnection(
        direct.replace(":" + port + "/", ":" + tap.port() + "/"),
        database.appUser(),
        database.password());
  }

  /** All that a driver does: simple and prepared, one by one and in a batch, with a savepoint. */
  private static void work(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement simple = connection.createStatement()) {
      simple.execute("SELECT 1");
    }
    Savepoint savepoint = connection.setSavepoint();
    insert(connection);
    connection.rollback(savepoint);
    insert(connection);
    connection.commit();
  }

  private static void insert(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO public.things\n  VALUES (?)")) {
      for (int i = 0; i < ROWS; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
