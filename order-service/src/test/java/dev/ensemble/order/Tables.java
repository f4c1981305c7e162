package dev.ensemble.order;

import dev.ensemble.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks into every table of the service's database, past the service and its roles. */
public final class Tables {
  private final TestDatabase database;
  private final JdbcClient jdbc;

  Tables(TestDatabase database) {
    this.database = database;
    jdbc = JdbcClient.create(database.superuser());
  }

  public JdbcClient jdbc() {
    return jdbc;
  }

  /** Every row of every table. */
  public Map<String, List<String>> rows() {
    return database.rows();
  }

  /** The same, without what the inbox remembers. */
  public Map<String, List<String>> businessRows() {
    Map<String, List<String>> rows = rows();
    rows.remove("messaging.processed_events");
    return rows;
  }

  /** The same, without the refusals that are stored for whoever asks again. */
  public Map<String, List<String>> rowsButAnswers() {
    Map<String, List<String>> rows = rows();
    rows.remove("idempotency.answers");
    return rows;
  }

  /** The types of the facts that the outbox holds of the order, in the order of its versions. */
  public List<String> factsToldOf(UUID order) {
    return jdbc.sql(
            "SELECT type FROM messaging.outbox WHERE partition_key = :key ORDER BY sequence, id")
        .param("key", order.toString())
        .query(String.class)
        .list();
  }
}
