package com.example.loyalty;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class PointsTable {

  /** What a customer has; the version counts the changes. */
  record Account(long points, long version) {}

  private final JdbcClient jdbc;

  PointsTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One order for everybody, the sorted ids: whoever waits here holds nothing that others need. */
  void lock(List<String> customers) {
    String[] sorted = customers.stream().distinct().sorted().toArray(String[]::new);
    jdbc.sql(
            """
            INSERT INTO loyalty.accounts (customer_id)
            SELECT id FROM unnest(?) WITH ORDINALITY AS customer (id, place) ORDER BY place
            ON CONFLICT (customer_id) DO UPDATE SET customer_id = excluded.customer_id
            """)
        .param(sorted)
        .update();
  }

  /** The account must be there: it is since its lock. */
  Account book(UUID event, String customer, UUID order, long points) {
    jdbc.sql(
            """
            INSERT INTO loyalty.entries (event_id, customer_id, order_id, points)
            VALUES (?, ?, ?, ?)
            """)
        .params(event, customer, order, points)
        .update();
    return jdbc.sql(
            """
            UPDATE loyalty.accounts SET points = points + ?, version = version + 1
            WHERE customer_id = ? RETURNING points, version
            """)
        .params(points, customer)
        .query(Account.class)
        .single();
  }

  long earnedFor(UUID order) {
    return jdbc.sql("SELECT coalesce(sum(points), 0) FROM loyalty.entries WHERE order_id = ?")
        .param(order)
        .query(Long.class)
        .single();
  }

  long pointsOf(String customer) {
    return jdbc.sql("SELECT points FROM loyalty.accounts WHERE customer_id = ?")
        .param(customer)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }
}
