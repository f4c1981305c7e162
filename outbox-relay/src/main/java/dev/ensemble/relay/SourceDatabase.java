package dev.ensemble.relay;

import dev.ensemble.relay.SourceFacts.Publication;
import dev.ensemble.relay.SourceFacts.Server;
import dev.ensemble.relay.SourceFacts.Slot;
import dev.ensemble.relay.SourceFacts.Table;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
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
    return new SourceDatabase(connect(settings, purpose, new Properties()), settings);
  }

  /** A session that knows the replication commands; a lock is waited for only as long as given. */
  static SourceDatabase openReplication(SourceSettings settings, Duration lockTimeout)
      throws SQLException {
    Properties replication = new Properties();
    PGProperty.REPLICATION.set(replication, "database");
    PGProperty.PREFER_QUERY_MODE.set(replication, "simple");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(replication, "15");
    PGProperty.OPTIONS.set(replication, "-c lock_timeout=" + lockTimeout.toMillis());
    return new SourceDatabase(connect(settings, "slot", replication), settings);
  }

  SourceFacts facts() throws SQLException {
    return new SourceFacts(server(), table(), publication(), slot());
  }

  private Server server() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.SERVER);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Server(
          row.getString(1),
          row.getString(2),
          row.getString(4),
          row.getBoolean(6),
          row.getBoolean(3),
          Duration.ofMillis(row.getLong(5)));
    }
  }

  private @Nullable Table table() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.TABLE)) {
      statement.setString(1, settings.schemaName());
      statement.setString(2, settings.tableName());
      try (ResultSet row = statement.executeQuery()) {
        @Nullable Table table = null;
        TreeMap<String, String> columnTypes = new TreeMap<>();
        while (row.next()) {
          columnTypes.put(row.getString(3), row.getString(4));
          table = new Table(row.getBoolean(1), row.getBoolean(2), columnTypes);
        }
        return table;
      }
    }
  }

  /** How this database's types are read, its own included. */
  ColumnTypes columnTypes() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.OWN_TYPES);
        ResultSet row = statement.executeQuery()) {
      Map<Integer, String> sendFunctions = new HashMap<>();
      while (row.next()) {
        sendFunctions.put((int) row.getLong(1), row.getString(2));
      }
      return ColumnTypes.with(sendFunctions);
    }
  }

  private @Nullable Publication publication() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.PUBLICATION)) {
      statement.setString(1, settings.schemaName());
      statement.setString(2, settings.tableName());
      statement.setString(3, settings.publication());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new Publication(
                row.getString(1), row.getBoolean(2), row.getBoolean(3), names(row.getArray(4)))
            : null;
      }
    }
  }

  private static Set<String> names(@Nullable Array array) throws SQLException {
    return array == null ? Set.of() : new TreeSet<>(Set.of((String[]) array.getArray()));
  }

  private @Nullable Slot slot() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.SLOT)) {
      statement.setString(1, settings.slot());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new Slot(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6))
            : null;
      }
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

  SlotReading readSlot() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.READING)) {
      statement.setString(1, settings.slot());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new SlotReading(
                true,
                row.getBoolean(1),
                row.getString(2),
                row.getString(3),
                new SlotReading.Positions(
                    row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7)),
                row.getLong(8))
            : SlotReading.NONE;
      }
    }
  }

  /** Returns the name of the snapshot, which lives until this session's next command. */
  String createTemporarySlot(String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet slot = statement.executeQuery(SourceSql.CREATE_TEMPORARY_SLOT.formatted(name))) {
      slot.next();
      return slot.getString("snapshot_name");
    }
  }

  boolean holdsRows(String snapshot) throws SQLException {
    connection.setAutoCommit(false);
    // Only a transaction that keeps one snapshot throughout can take on a foreign one.
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = connection.createStatement()) {
      statement.execute(SourceSql.TAKE_SNAPSHOT.formatted(snapshot));
      try (ResultSet row =
          statement.executeQuery(SourceSql.HOLDS_ROWS.formatted(settings.table()))) {
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

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private static Connection connect(SourceSettings settings, String purpose, Properties properties)
      throws SQLException {
    PGProperty.USER.set(properties, settings.username());
    PGProperty.PASSWORD.set(properties, settings.password());
    PGProperty.APPLICATION_NAME.set(properties, "ensemble-relay " + purpose);
    PGProperty.CONNECT_TIMEOUT.set(properties, Math.toIntExact(CONNECT_TIMEOUT.toSeconds()));
    PGProperty.SOCKET_TIMEOUT.set(properties, Math.toIntExact(ANSWER_TIMEOUT.toSeconds()));
    return DriverManager.getConnection(settings.url(), properties);
  }
}
