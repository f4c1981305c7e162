package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestKafka;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a standby does while it waits must not make it late. */
class RehearsalTest {
  // The broker gives a transaction up after half a minute.
  private static final Duration SOON = Duration.ofSeconds(15);

  private final OutboxDatabase database = OutboxDatabase.create();

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void it_does_not_wait_for_a_transaction_that_the_leader_has_open() {
    String stateTopic = RunningSource.stateTopic(database.slot());
    RelaySettings relay =
        RunningSource.relay(database.settings(), Map.of(), Delivery.Mode.TRANSACTIONAL);
    Deliveries standby = new Deliveries(new SourceState("test"), database.settings(), relay);
    assertThat(standby.rehearse()).describedAs("makes the topic").isTrue();
    try (KafkaProducer<byte[], byte[]> leader = new KafkaProducer<>(transactional())) {
      leader.initTransactions();
      leader.beginTransaction();
      Future<RecordMetadata> unused =
          leader.send(new ProducerRecord<>(stateTopic, 0, "k".getBytes(UTF_8), new byte[1]));
      leader.flush();

      long begun = System.nanoTime();
      assertThat(standby.rehearse()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
      leader.abortTransaction();
    }
  }

  private static Map<String, Object> transactional() {
    return Map.of(
        "bootstrap.servers",
        TestKafka.bootstrapServers(),
        "transactional.id",
        "a-leader",
        "key.serializer",
        ByteArraySerializer.class,
        "value.serializer",
        ByteArraySerializer.class);
  }
}
