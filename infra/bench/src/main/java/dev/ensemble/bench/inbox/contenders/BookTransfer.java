package dev.ensemble.bench.inbox.contenders;

import com.fasterxml.uuid.NoArgGenerator;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The idempotent consumer as everyone writes it: id, effect and outbox row in one transaction. */
class BookTransfer {
  private static final String REMEMBER =
      """
      INSERT INTO bench.processed_events (consumer, event_id) VALUES (?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String TELL =
      """
      INSERT INTO bench.outbox (
        id, topic, partition_key, type, correlation_id, causation_id, occurred_at, payload)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final JdbcTemplate jdbc;
  private final JsonMapper json;
  private final NoArgGenerator ids;
  private final Latency latency;

  BookTransfer(JdbcTemplate jdbc, JsonMapper json, NoArgGenerator ids, Latency latency) {
    this.jdbc = jdbc;
    this.json = json;
    this.ids = ids;
    this.latency = latency;
  }

  /** False where it was known. */
  @Transactional
  boolean book(UUID event, Transfer transfer) {
    if (jdbc.update(REMEMBER, Task.CONSUMER, event) == 0) {
      return false;
    }
    jdbc.update(Accounts.ADD, transfer.amount(), transfer.account());
    String key = "account-" + transfer.account();
    jdbc.update(
        TELL,
        ids.generate(),
        Booked.TOPIC,
        key,
        Booked.TYPE,
        key,
        event.toString(),
        Timestamp.from(Instant.now()),
        json.writeValueAsBytes(Booked.of(transfer)));
    latency.actedOn(transfer);
    return true;
  }
}
