package dev.ensemble.relay;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The columns that the relay reads, by name, and the types that it can read them in. */
final class OutboxTable {
  static final String ID = "id";
  static final String TOPIC = "topic";
  static final String PARTITION_KEY = "partition_key";
  static final String TYPE = "type";
  static final String SOURCE = "source";
  static final String SUBJECT = "subject";
  static final String OCCURRED_AT = "occurred_at";
  static final String CORRELATION_ID = "correlation_id";
  static final String CAUSATION_ID = "causation_id";
  static final String SEQUENCE = "sequence";
  static final String CONTENT_TYPE = "content_type";
  static final String TRACEPARENT = "traceparent";
  static final String TRACESTATE = "tracestate";
  static final String PAYLOAD = "payload";

  private static final Set<String> TEXT = Set.of("text", "character varying");

  private static final List<Map.Entry<String, Set<String>>> COLUMNS =
      List.of(
          Map.entry(ID, Set.of("uuid")),
          Map.entry(TOPIC, TEXT),
          Map.entry(PARTITION_KEY, TEXT),
          Map.entry(TYPE, TEXT),
          Map.entry(SOURCE, TEXT),
          Map.entry(SUBJECT, TEXT),
          Map.entry(OCCURRED_AT, TEXT),
          Map.entry(CORRELATION_ID, TEXT),
          Map.entry(CAUSATION_ID, TEXT),
          Map.entry(SEQUENCE, Set.of("bigint", "integer")),
          Map.entry(CONTENT_TYPE, TEXT),
          Map.entry(TRACEPARENT, TEXT),
          Map.entry(TRACESTATE, TEXT),
          Map.entry(PAYLOAD, Set.of("bytea")));

  private OutboxTable() {}

  static Set<String> missingFrom(Set<String> columns) {
    Set<String> missing = new TreeSet<>();
    COLUMNS.forEach(column -> missing.add(column.getKey()));
    missing.removeAll(columns);
    return missing;
  }

  /** Columns of a type that the relay cannot read, with that type. */
  static Map<String, String> unreadableAmong(Map<String, String> columnTypes) {
    Map<String, String> unreadable = new TreeMap<>();
    for (Map.Entry<String, Set<String>> column : COLUMNS) {
      String type = columnTypes.getOrDefault(column.getKey(), "");
      if (!column.getValue().contains(type)) {
        unreadable.put(column.getKey(), type);
      }
    }
    return unreadable;
  }
}
