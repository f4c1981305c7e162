package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where a partition stands of which the broker knows nothing yet. */
class CommittedOffsetsTest {
  private static Shop shop;

  @BeforeAll
  static void open() {
    shop = Shop.open();
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @Test
  void where_nothing_was_ever_committed_nothing_is_known_yet_and_nothing_fails() {
    try (Desk desk = Desk.open(shop, 1)) {
      AtomicReference<OptionalLong> position = new AtomicReference<>();
      desk.connect = settings -> new AsksBeforeItBegins(settings, position);
      desk.send(0, "a");
      InboxWorker worker = desk.worker();

      desk.until(() -> desk.committed(0) == 1, worker);

      assertThat(position.get()).isEmpty();
    }
  }

  /** Learns from the broker that nothing is committed before its partition was put anywhere. */
  private static final class AsksBeforeItBegins extends KafkaConsumer<byte[], byte[]> {
    private final AtomicReference<OptionalLong> position;

    AsksBeforeItBegins(Map<String, Object> settings, AtomicReference<OptionalLong> position) {
      super(settings);
      this.position = position;
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
      partitions.forEach(
          one -> position.set(CommittedOffsets.position(this, one, Duration.ofSeconds(30))));
      super.seekToBeginning(partitions);
    }
  }
}
