package dev.ensemble.messaging;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One shop for all tests of a class, with its spans; before each of them nothing has happened. */
abstract class OverTracedShop {
  static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  static Shop shop;
  static Spans spans;

  @BeforeAll
  static void open() {
    shop = Shop.open(TestDatabase.create("shop"), Spans.recorded("1.0"));
    spans = Spans.of(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
    spans.reset();
  }

  static int tell(String key) {
    return tell(shop, key);
  }

  static int tell(Shop where, String key) {
    where
        .transaction()
        .executeWithoutResult(
            status -> where.outbox().append(new Outgoing("t", "a.b.v1", key, 1, Map.of())));
    return 1;
  }

  static List<String> traceparents() {
    return traceparents(shop);
  }

  static List<String> traceparents(Shop where) {
    return column(where, "traceparent");
  }

  static List<String> column(String name) {
    return column(shop, name);
  }

  private static List<String> column(Shop where, String name) {
    return where
        .superuser()
        .sql("SELECT " + name + "::text FROM messaging.outbox ORDER BY id")
        .query(String.class)
        .list();
  }

  static ConsumerRecord<byte[], byte[]> traced(
      long offset, String key, String traceparent, @Nullable String tracestate) {
    Facts fact = Shop.counted(key);
    ConsumerRecord<byte[], byte[]> record = fact.polled(Shop.TOPIC, 0, offset);
    record.headers().add("traceparent", bytes(traceparent));
    if (tracestate != null) {
      record.headers().add("tracestate", bytes(tracestate));
    }
    return record;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String trace(int n) {
    return "%032x".formatted(n);
  }

  static String parent(int n) {
    return "00-%s-%016x-01".formatted(trace(n), n);
  }
}
