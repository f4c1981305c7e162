package dev.ensemble.relay;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.PGProperty;

/** What the relay asks a source. */
final class SourceDatabase implements AutoCloseable {
  // A server that does not answer must not hold up the preflight or blind the watch.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

  private final Connection connection;
  private final SourceSettings settings;

  private SourceDatabase(Connection connection, SourceSettings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  static SourceDatabase open(SourceSettings settings, String purpose) throws SQLException {
    return new SourceDatabase(connect(settings, purpose), settings);
  }

  /** A session that knows the replication commands; a lock is waited for only as long as given. */
  static SourceDatabase openReplication(SourceSettings settings, Duration lockTimeout)
      throws SQLException {
    Properties replication = new Properties();
    PGProperty.REPLICATION.set(replication, "database");
    PGProperty.PREFER_QUERY_MODE.set(replication, "simple");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(replication, "15");
    PGProperty.OPTIONS.set(
        replication,
        // It idles in a transaction while the topics are read, as long as its snapshot is needed.
        "-c idle_in_transaction_session_timeout=0 -c lock_timeout=" + lockTimeout.toMillis());
    return new SourceDatabase(connect(settings, "slot", replication), settings);
  }

  SourceFacts facts() throws SQLException {
    return new SourceCatalog(connection, settings).facts();
  }

  /** How this database's types are read, its own included. */
  ColumnTypes columnTypes() throws SQLException {
    return new SourceCatalog(connection, settings).columnTypes();
  }

  int majorVersion() throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  /** Something to confirm, so that the slot moves where nobody writes to the outbox. */
  void heartbeat() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.HEARTBEAT)) {
      statement.execute();
    }
  }

  /** The same for a server and its physical copies, another one for every other server. */
  String systemIdentifier() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.SYSTEM_IDENTIFIER);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  /** Positions in the WAL of one timeline say nothing about another. */
  String timeline() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.TIMELINE);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  /** Whether this session may make the slot now; until it ends, no other may. */
  boolean lockSlotsMaking() throws SQLException {
    // It waits in silence for as long as a catch-up takes, and nothing else ends it.
    try (Statement statement = connection.createStatement()) {
      statement.execute(SourceSql.NOTICE_A_DEAD_CLIENT);
    }
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.TRY_LOCK)) {
      statement.setString(1, settings.slot());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** Who makes the slot now; empty where that one has just ended. */
  String slotMaker() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.LOCK_HOLDER)) {
      statement.setString(1, settings.slot());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  SlotReading readSlot() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.READING)) {
      statement.setString(1, settings.slot());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new SlotReading(
                true,
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                new SlotReading.Positions(
                    row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7)),
                row.getLong(8))
            : SlotReading.NONE;
      }
    }
  }

  /**
   * A slot that has just been made.
   *
   * @param snapshot shows exactly the rows before the slot; lives until the session's next command
   * @param consistentLsn where it begins
   */
  record CreatedSlot(String snapshot, long consistentLsn) {}

  CreatedSlot createTemporarySlot(String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet slot = statement.executeQuery(SourceSql.CREATE_TEMPORARY_SLOT.formatted(name))) {
      slot.next();
      return new CreatedSlot(
          slot.getString("snapshot_name"), Position.number(slot.getString("consistent_point")));
    }
  }

  boolean holdsRows(String snapshot) throws SQLException {
    connection.setAutoCommit(false);
    // Only a transaction that keeps one snapshot throughout can take on a foreign one.
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = connection.createStatement()) {
      statement.execute(SourceSql.TAKE_SNAPSHOT.formatted(snapshot));
      try (ResultSet row =
          statement.executeQuery(SourceSql.HOLDS_ROWS.formatted(settings.tableSql()))) {
        row.next();
        return row.getBoolean(1);
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  void copySlot(String temporaryName) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.COPY_SLOT)) {
      statement.setString(1, temporaryName);
      statement.setString(2, settings.slot());
      statement.execute();
    }
  }

  /** The source's slot, in a session that knows the replication commands. */
  void letStandbysFollow() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(SourceSql.LET_STANDBYS_FOLLOW.formatted(settings.slot()));
    }
  }

  /**
   * Fails where somebody reads it, and leaves alone what is not the relay's.
   *
   * @return whether there was one to drop
   */
  boolean dropSlot() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.DROP_SLOT)) {
      statement.setString(1, settings.slot());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  static Connection connect(SourceSettings settings, String purpose) throws SQLException {
    return connect(settings, purpose, new Properties());
  }

  /** A session whose statements may take their time. */
  static Connection connect(SourceSettings settings, String purpose, Duration answerWithin)
      throws SQLException {
    Properties properties = new Properties();
    PGProperty.SOCKET_TIMEOUT.set(properties, Math.toIntExact(answerWithin.toSeconds()));
    return connect(settings, purpose, properties);
  }

  /** The URL's parameters stand in for the usual ones, not for those of this session. */
  private static Connection connect(SourceSettings settings, String purpose, Properties session)
      throws SQLException {
    Properties properties = new Properties();
    PGProperty.CONNECT_TIMEOUT.set(properties, Math.toIntExact(CONNECT_TIMEOUT.toSeconds()));
    PGProperty.SOCKET_TIMEOUT.set(properties, Math.toIntExact(ANSWER_TIMEOUT.toSeconds()));
    properties.putAll(settings.parameters());
    properties.putAll(session);
    PGProperty.USER.set(properties, settings.username());
    PGProperty.PASSWORD.set(properties, settings.password());
    PGProperty.APPLICATION_NAME.set(properties, "ensemble-relay " + purpose);
    return DriverManager.getConnection(settings.address(), properties);
  }
}
