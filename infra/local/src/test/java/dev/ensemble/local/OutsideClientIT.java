package dev.ensemble.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ensemble.local.players.OrderView;
import dev.ensemble.local.players.Plan;
import dev.ensemble.local.players.Shop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Facts told by somebody who has none of our code: CloudEvents headers written by hand. */
@Order(4)
@ExtendWith(LiveSystem.class)
class OutsideClientIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ATTEMPTS_MAX = 3;

  @FunctionalInterface
  private interface Client {
    void publish(String topic, String key, Map<String, String> headers, String payload)
        throws Exception;
  }

  @Test
  void a_cancellation_that_kcat_asks_for_is_acted_on(LiveSystem.Running system) throws Exception {
    assumeTrue(kcatIsThere(), "kcat is not installed (Debian: apt-get install kcat)");
    String brokers = system.session().stack().bootstrapServers();

    cancelFromOutside(
        system,
        (topic, key, headers, payload) -> {
          List<String> command = new ArrayList<>(List.of("kcat", "-P", "-b", brokers, "-t", topic));
          // librdkafka chooses partitions in its own way unless it is told Kafka's.
          command.addAll(List.of("-X", "topic.partitioner=murmur2_random", "-k", key));
          headers.forEach((name, value) -> command.addAll(List.of("-H", name + "=" + value)));
          run(command, payload);
        });
  }

  @Test
  void a_cancellation_from_a_bare_producer_is_acted_on(LiveSystem.Running system) throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", system.session().stack().bootstrapServers());
    var bytes = new ByteArraySerializer();

    try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      cancelFromOutside(
          system,
          (topic, key, headers, payload) -> {
            var record = new ProducerRecord<>(topic, key.getBytes(UTF_8), payload.getBytes(UTF_8));
            headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
            producer.send(record).get();
          });
    }
  }

  /**
   * Only inventory hears of it: order-service learns from inventory that the order was cancelled.
   */
  private static void cancelFromOutside(LiveSystem.Running system, Client client) throws Exception {
    Shop shop = system.session().shop();
    Optional<OrderView> ended = Optional.empty();
    // On a slow machine the order's own deadline may come first; then another order is tried.
    for (int attempt = 1; attempt <= ATTEMPTS_MAX && ended.isEmpty(); attempt++) {
      UUID order = shop.place("alice", List.of(new Plan.Line("desk", 1))).orderId();
      await(shop, order, view -> view.status().equals("SHIPPING"));
      String id = newId();
      system.toldByHand(id);

      client.publish("order.events", order.toString(), headers(id, order), payload(order));

      OrderView cancelled = await(shop, order, view -> view.status().equals("CANCELLED"));
      ended = Optional.of(cancelled).filter(view -> "CUSTOMER".equals(view.endReason()));
    }
    assertThat(ended.orElseThrow().cancellation())
        .as("nobody asked order-service")
        .isEqualTo("NONE");
    system.requireEveryInvariant();
  }

  private static OrderView await(Shop shop, UUID order, Predicate<OrderView> until) {
    return Awaitility.await().atMost(SOON).until(() -> shop.order(order), until);
  }

  private static Map<String, String> headers(String id, UUID order) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", id);
    headers.put("ce_source", "/somebody/outside");
    headers.put("ce_type", "order.cancellation-requested.v1");
    headers.put("ce_subject", order.toString());
    headers.put("ce_time", Instant.now().toString());
    headers.put("ce_partitionkey", order.toString());
    headers.put("ce_correlationid", order.toString());
    headers.put("ce_sequence", "1000");
    headers.put("content-type", "application/json");
    return headers;
  }

  private static String payload(UUID order) {
    return """
        {"orderId": "%s", "reason": "CUSTOMER", "requestedAt": "%s"}"""
        .formatted(order, Instant.now());
  }

  /** A UUIDv7 as RFC 9562 lays it out: milliseconds, version, variant, and chance. */
  private static String newId() {
    UUID chance = UUID.randomUUID();
    long time =
        System.currentTimeMillis() << 16 | 0x7000 | (chance.getMostSignificantBits() & 0xfff);
    return new UUID(time, chance.getLeastSignificantBits()).toString();
  }

  private static boolean kcatIsThere() throws InterruptedException {
    try {
      return new ProcessBuilder("kcat", "-V").start().waitFor() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  private static void run(List<String> command, String input) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(UTF_8));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
