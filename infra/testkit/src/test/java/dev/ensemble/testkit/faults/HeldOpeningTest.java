package dev.ensemble.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class HeldOpeningTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String MENDED =
      "KAFKA-15591 as it is in this broker. If the first record comes first, the broker is mended:"
          + " look at decision 22 again, and let this test go";

  /** The fault itself. When this fails, its message says what to do. */
  @Test
  void on_a_topic_not_yet_open_an_idempotent_producer_s_second_batch_overtakes_its_first()
      throws Exception {
    String topic = "kit.unopened";
    try (KafkaProducer<String, String> hasty = producer("hasty")) {
      try (HeldOpening opening = HeldOpening.of(topic);
          HeldWrites writes = HeldWrites.of("hasty", topic)) {
        TestKafka.createUnopenedTopic(topic, 1);
        opening.awaitReached();
        Future<RecordMetadata> first = hasty.send(new ProducerRecord<>(topic, "k", "first"));
        writes.awaitArrived(1);
        Future<RecordMetadata> second = hasty.send(new ProducerRecord<>(topic, "k", "second"));
        await().atMost(PATIENCE).until(() -> requestsInFlight(hasty) >= 2);
        writes.passOne();
        writes.awaitArrived(2);
        opening.open();
        TestKafka.awaitOpen(topic, 1);
        writes.passAll();

        second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(first).as(MENDED).isNotDone();
        assertThat(TestKafka.readAll(topic))
            .as(MENDED)
            .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
            .containsExactly("second");
      }
      hasty.close(Duration.ZERO);
    }
  }

  private static KafkaProducer<String, String> producer(String clientId) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "client.id", clientId),
        new StringSerializer(),
        new StringSerializer());
  }

  private static double requestsInFlight(KafkaProducer<String, String> producer) {
    return producer.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("requests-in-flight"))
        .mapToDouble(metric -> (double) metric.metricValue())
        .sum();
  }
}
