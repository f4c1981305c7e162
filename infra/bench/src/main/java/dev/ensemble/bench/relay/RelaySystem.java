package dev.ensemble.bench.relay;

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
final class RelaySystem implements AutoCloseable {
  private static final String SUPERUSER = "postgres";

  /** Who reads the outbox, of the log or of the table: no more rights than a relay is given. */
  static final String ROLE = "relay";

  /** One of the databases that the role may enter. */
  private static final Program DATABASE = Program.ORDER;

  private final Stack stack;
  private final Thread hook;

  private RelaySystem(Stack stack) {
    this.stack = stack;
    // Ctrl-C ends this JVM; the processes have sessions of their own and would stay.
    this.hook = new Thread(stack::kill);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts both on free ports, with nothing in them.
   *
   * @throws Refusal where one does not start
   */
  static RelaySystem start(Path house, Path data, Narrator narrator) throws InterruptedException {
    Setup setup = new Setup(house, data, true, false, Ports.free(), Map.of());
    RelaySystem system = new RelaySystem(Stack.over(setup, narrator));
    try {
      system.stack.start();
      return system;
    } catch (RuntimeException | InterruptedException e) {
      system.close();
      throw e;
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), SUPERUSER, stack.secrets().password(SUPERUSER));
  }

  String jdbcUrl() {
    return stack.jdbcUrl(DATABASE);
  }

  int databasePort() {
    return stack.setup().ports().postgres();
  }

  String databaseName() {
    return jdbcUrl().substring(jdbcUrl().lastIndexOf('/') + 1);
  }

  String password() {
    return stack.secrets().password(ROLE);
  }

  String bootstrapServers() {
    return stack.bootstrapServers();
  }

  /** A port that was free at the start, for a contender that insists on answering HTTP. */
  int httpPort() {
    return stack.setup().ports().http(Program.RELAY);
  }

  Used databaseUsed() {
    return Used.ofTree(stack.postgres().pid());
  }

  Used brokerUsed() {
    return Used.of(stack.broker().pid());
  }

  Path house() {
    return stack.setup().house();
  }

  Path data() {
    return stack.data().path();
  }

  @Override
  public void close() {
    stack.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already, and finds nothing left to end.
    }
  }
}
