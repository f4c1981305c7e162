package dev.ensemble.bench.common;

import dev.ensemble.local.stack.Narrator;
import dev.ensemble.local.stack.Ports;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Refusal;
import dev.ensemble.local.stack.Setup;
import dev.ensemble.local.stack.Stack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** PostgreSQL and a broker, as everybody runs them here, without any service. */
public final class Servers implements AutoCloseable {
  private static final String SUPERUSER = "postgres";

  /** Who reads the outbox, of the log or of the table: no more rights than a relay is given. */
  public static final String ROLE = "relay";

  /** The application's role in the database, and the one that owns it. */
  public static final String APPLICATION = "order_app";

  public static final String OWNER = "order_owner";

  /** One of the databases that the role may enter. */
  private static final Program DATABASE = Program.ORDER;

  private final Stack stack;
  private final AtExit atExit;

  private Servers(Stack stack) {
    this.stack = stack;
    this.atExit = new AtExit(stack::kill);
  }

  /**
   * Starts both on free ports, with nothing in them.
   *
   * @throws Refusal where one does not start
   */
  public static Servers start(Path house, Path data, Narrator narrator)
      throws InterruptedException {
    return start(house, data, Map.of(), narrator);
  }

  /**
   * As the other, with settings of the broker beside the usual ones.
   *
   * @throws Refusal where one does not start
   */
  public static Servers start(Path house, Path data, Map<String, String> broker, Narrator narrator)
      throws InterruptedException {
    Setup setup = new Setup(house, data, true, false, Ports.free(), null, Map.of(), broker);
    Servers system = new Servers(Stack.over(setup, narrator));
    try {
      system.stack.start();
      return system;
    } catch (RuntimeException | InterruptedException e) {
      system.close();
      throw e;
    }
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), SUPERUSER, stack.secrets().password(SUPERUSER));
  }

  /** As the superuser, to any database. */
  public Connection connect(String database) throws SQLException {
    String url = jdbcUrl();
    return DriverManager.getConnection(
        url.substring(0, url.lastIndexOf('/') + 1) + database,
        SUPERUSER,
        stack.secrets().password(SUPERUSER));
  }

  public String jdbcUrl() {
    return stack.jdbcUrl(DATABASE);
  }

  public int databasePort() {
    return stack.setup().ports().postgres();
  }

  public String databaseName() {
    return jdbcUrl().substring(jdbcUrl().lastIndexOf('/') + 1);
  }

  public String password() {
    return stack.secrets().password(ROLE);
  }

  public String password(String role) {
    return stack.secrets().password(role);
  }

  public String bootstrapServers() {
    return stack.bootstrapServers();
  }

  /** A port that was free at the start, for a contender that insists on answering HTTP. */
  public int httpPort() {
    return stack.setup().ports().http(Program.RELAY);
  }

  public Used databaseUsed() {
    return Used.ofTree(stack.postgres().pid());
  }

  public Used brokerUsed() {
    return Used.of(stack.broker().pid());
  }

  public Path house() {
    return stack.setup().house();
  }

  public Path data() {
    return stack.data().path();
  }

  @Override
  public void close() {
    stack.close();
    atExit.close();
  }
}
