package dev.ensemble.relay;

import dev.ensemble.relay.SourceFacts.ColumnType;
import dev.ensemble.relay.SourceFacts.Publication;
import dev.ensemble.relay.SourceFacts.Safety;
import dev.ensemble.relay.SourceFacts.Server;
import dev.ensemble.relay.SourceFacts.Slot;
import dev.ensemble.relay.SourceFacts.Table;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the facts of a source out of PostgreSQL's catalogs, in a handful of short queries. */
final class SourceCatalog {
  private final Connection connection;
  private final SourceSettings settings;

  SourceCatalog(Connection connection, SourceSettings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  SourceFacts facts() throws SQLException {
    return new SourceFacts(server(), table(), publication(), slot());
  }

  private Server server() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.SERVER);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Server(
          row.getString("role"),
          row.getString("database"),
          row.getBoolean("may_replicate"),
          row.getBoolean("standby"),
          row.getLong("end_of_wal"),
          new SourceFacts.Use(row.getInt("slots"), row.getInt("senders")),
          settingsOfServer());
    }
  }

  private Map<String, String> settingsOfServer() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.SERVER_SETTINGS);
        ResultSet row = statement.executeQuery()) {
      Map<String, String> found = new HashMap<>();
      while (row.next()) {
        found.put(row.getString(1), row.getString(2));
      }
      return found;
    }
  }

  private @Nullable Table table() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SourceSql.TABLE)) {
      statement.setString(1, settings.schemaName());
      statement.setString(2, settings.tableName());
      try (ResultSet row = statement.executeQuery()) {
        @Nullable Table table = null;
        Map<String, ColumnType> columns = new TreeMap<>();
        while (row.next()) {
          boolean readable =
              ColumnTypes.canRead(row.getInt("type_number"), row.getString("send_function"));
          columns.put(
              row.getString("name"),
              new ColumnType(row.getString("type_name"), readable, row.getBoolean("leads_unique")));
          table = new Table(row.getBoolean("partitioned"), row.getBoolean("readable"), columns);
        }
        return table;
      }
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
                row.getString("plugin"),
                row.getString("database"),
                row.getString("reader"),
                row.getString("reader_application"),
                row.getLong("confirmed"),
                new Safety(
                    row.getString("wal_status"),
                    row.getString("invalidated"),
                    row.getObject("safe_bytes", Long.class),
                    row.getObject("failover", Boolean.class)))
            : null;
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
}
