package dev.ensemble.relay;

import static dev.ensemble.relay.Checks.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Outbox tables of which nothing needs to be said but whose they are. */
final class Layout {
  /** CloudEvents in Kafka's binary mode, from the table that infra/messaging makes. */
  static final RowSettings ENSEMBLE =
      new RowSettings(
          "id",
          "partition_key",
          "payload",
          "{topic}",
          cloudEventHeaders(),
          List.of("sequence", "id"));

  /** The records that Debezium's outbox event router makes from its own layout. */
  static final RowSettings DEBEZIUM =
      new RowSettings(
          "id",
          "aggregateid",
          "payload",
          "outbox.event.{aggregatetype}",
          Map.of("id", "{id}"),
          // Its ids say nothing about order, and it has no other column that would.
          List.of());

  private Layout() {}

  static RowSettings named(String property, String name) {
    require(
        name.equals("ensemble") || name.equals("debezium"),
        "%s is \"%s\", but must be one of ensemble, debezium".formatted(property, name));
    return name.equals("ensemble") ? ENSEMBLE : DEBEZIUM;
  }

  /** In the order in which they stand in a record. */
  private static Map<String, String> cloudEventHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", "{id}");
    headers.put("ce_source", "{source}");
    headers.put("ce_type", "{type}");
    headers.put("ce_subject", "{subject}");
    headers.put("ce_time", "{occurred_at}");
    headers.put("ce_partitionkey", "{partition_key}");
    headers.put("ce_correlationid", "{correlation_id}");
    headers.put("ce_causationid", "{causation_id}");
    headers.put("ce_sequence", "{sequence}");
    headers.put("content-type", "{content_type}");
    headers.put("traceparent", "{traceparent}");
    headers.put("tracestate", "{tracestate}");
    return headers;
  }
}
