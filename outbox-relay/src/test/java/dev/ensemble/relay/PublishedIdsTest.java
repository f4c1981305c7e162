package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestKafka;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What the topics tell of what was published. */
class PublishedIdsTest {
  private static final int RECORDS = 3_000;
  private static final int KEPT = 500;

  private final Topic topic = Topic.create(1);

  /** Retention takes the oldest away, which is where a reader begins. */
  @Test
  void what_a_topic_lets_go_of_meanwhile_hides_nothing_that_it_still_has() throws Exception {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    for (int n = 0; n < RECORDS; n++) {
      ids.add(id(n));
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(topic.name(), null, "k".getBytes(UTF_8), new byte[200]);
      record.headers().add("id", id(n).getBytes(UTF_8));
      TestKafka.produce(record);
    }
    PublishedIds published = slowReader();

    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(() -> removeFrom(published, ids), Thread::startVirtualThread);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> ids.size() < RECORDS);
    topic.deleteBefore(0, RECORDS - KEPT);
    reading.get();

    for (int n = RECORDS - KEPT; n < RECORDS; n++) {
      assertThat(ids).doesNotContain(id(n));
    }
    // Or the reader was at the end before anything was let go of, and this shows nothing.
    assertThat(ids).isNotEmpty();
    assertThat(published.memory(topic.name())).isEqualTo(PublishedIds.Memory.TRIMMED);
  }

  @Test
  void a_compacted_topic_is_known_for_one() throws Exception {
    topic.set("cleanup.policy", "compact");
    PublishedIds published = slowReader();
    removeFrom(published, ConcurrentHashMap.newKeySet());
    assertThat(published.memory(topic.name())).isEqualTo(PublishedIds.Memory.COMPACTED);
  }

  private static String id(int n) {
    return "id-" + n;
  }

  private void removeFrom(PublishedIds published, Set<String> ids) {
    try {
      published.removeFrom(ids, Set.of(topic.name()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One that asks for little at a time, as one does that is far behind. */
  private static PublishedIds slowReader() {
    KafkaSettings kafka =
        new KafkaSettings(
            TestKafka.bootstrapServers(),
            Map.of("max.poll.records", "1", "max.partition.fetch.bytes", "1000"));
    RowSettings row =
        new RowSettings(
            "id", "key", "payload", "{topic}", Map.of("id", "{id}"), java.util.List.of());
    return PublishedIds.of(kafka, row);
  }
}
