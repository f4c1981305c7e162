package dev.ensemble.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tap against a real driver and a real server. */
class PostgresTapTest {
  private static final int ROWS = 3;

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
