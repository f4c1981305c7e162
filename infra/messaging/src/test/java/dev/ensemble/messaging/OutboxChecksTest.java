package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table keeps the envelope's rules against whoever writes past the library. */
class OutboxChecksTest {
  private static Shop shop;

  @BeforeAll
  static void open() {
    shop = Shop.open();
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  /** In a text, {@code #n} stands for the character before it, n times. */
  @ParameterizedTest
  @CsvSource({
    "topic, ''",
    "topic, 'a b'",
    "topic, x#250",
    "partition_key, ''",
    "partition_key, 'a b'",
    "partition_key, x#256",
    "partition_key, ä",
    "source, ''",
    "source, x#256",
    "subject, x#256",
    "subject, 'a b'",
    "correlation_id, x#256",
    "correlation_id, ''",
    "causation_id, x#256",
    "causation_id, ' '",
    "type, order.placed",
    "type, Order.placed.v1",
    "occurred_at, 2026-11-21T22:15:30",
    "occurred_at, 2026-11-21T22:15.30Z",
    "occurred_at, 2026-11-21T22:15:.0Z",
    "occurred_at, 2026-11-1T22:15:30.5Z",
    "occurred_at, 2026-11-21T22:15:30.Z",
    "occurred_at, 2026-11-21T22:15:30.1234567890Z",
    "occurred_at, 2026-11-21T22:15:30+01:00",
    "traceparent, 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
    "traceparent, 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
    "traceparent, 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
    "traceparent, 00-4BF92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "traceparent, 00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
    "traceparent, 00-4bf92f3577b34da6-3ce929d0e0e4736-00f067aa0ba902b7-01",
  })
  void what_breaks_a_rule_is_refused_by_its_name(String column, String text) {
    assertThatExceptionOfType(DataIntegrityViolationException.class)
        .isThrownBy(() -> insert(Map.of(column, written(text))))
        .withMessageContaining("outbox_" + column + "_check");
  }

  @ParameterizedTest
  @CsvSource({
    "topic, x#249",
    "partition_key, x#255",
    "source, ~#255",
    "subject, !",
    "correlation_id, x#255",
    "causation_id, x#255",
    "occurred_at, 2026-11-21T22:15:30Z",
    "occurred_at, 2026-11-21T22:15:30.1Z",
    "occurred_at, 2026-11-21T22:15:30.123456789Z",
    "traceparent, 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  })
  void what_keeps_the_rules_to_the_last_character_is_taken(String column, String text) {
    assertThat(insert(Map.of(column, written(text)))).isEqualTo(1);
  }

  /** PostgreSQL builds its automaton anew for each value, with a state for each repetition. */
  @Test
  void no_check_of_what_is_written_for_each_event_counts_by_an_expression() {
    assertThat(
            shop.superuser()
                .sql(
                    """
                    SELECT conname FROM pg_constraint
                    WHERE contype = 'c' AND pg_get_constraintdef(oid) ~ '[{][0-9,]*[0-9][0-9]+[}]'
                      AND conrelid IN ('messaging.outbox'::regclass,
                        'messaging.processed_events'::regclass,
                        'messaging.processed_foreign_events'::regclass)
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }

  private static int insert(Map<String, String> other) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("topic", "shop.events");
    row.put("partition_key", "k");
    row.put("type", "thing.booked.v1");
    row.put("source", "/shop");
    row.put("subject", "k");
    row.put("occurred_at", "2026-11-21T22:15:30Z");
    row.put("correlation_id", "k");
    row.put("content_type", "application/json");
    row.putAll(other);
    String places = "?, ".repeat(row.size());
    JdbcClient.StatementSpec insert =
        shop.sql()
            .sql(
                "INSERT INTO messaging.outbox (%s, id, sequence, payload) VALUES (%s?, 1, '{}')"
                    .formatted(String.join(", ", row.keySet()), places));
    for (String value : row.values()) {
      insert = insert.param(value);
    }
    UUID id = shop.bean(Ids.class).next();
    return insert.param(id).update();
  }

  private static String written(String text) {
    int mark = text.indexOf('#');
    return mark < 0
        ? text
        : text.substring(0, mark).repeat(Integer.parseInt(text.substring(mark + 1)));
  }
}
