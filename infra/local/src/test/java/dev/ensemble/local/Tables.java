package dev.ensemble.local;

import dev.ensemble.local.invariants.Evidence;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every table of the three services, reduced to a number of rows and a checksum over all of them.
 */
final class Tables {

  private static final String ALL_TABLES =
      """
      SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND n.nspname IN ('orders', 'payments', 'inventory', 'messaging')
      ORDER BY 1
      """;

  private Tables() {}

  static Map<String, String> checksums(Evidence evidence) throws SQLException {
    Map<String, String> checksums = new TreeMap<>();
    for (String url : List.of(evidence.orders(), evidence.payments(), evidence.inventory())) {
      try (Connection connection =
              DriverManager.getConnection(url, evidence.user(), evidence.password());
          Statement sql = connection.createStatement()) {
        for (String table : firstColumn(sql, ALL_TABLES)) {
          String database = url.substring(url.lastIndexOf('/') + 1);
          checksums.put(database + " " + table, firstColumn(sql, checksumOf(table)).getFirst());
        }
      }
    }
    return checksums;
  }

  private static String checksumOf(String table) {
    return """
        SELECT count(*) || ' rows, ' || md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), ''))
        FROM %s t
        """
        .formatted(table);
  }

  private static List<String> firstColumn(Statement sql, String query) throws SQLException {
    try (ResultSet rows = sql.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
