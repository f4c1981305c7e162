package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.testkit.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;

/** A topic of its own for a test, and everything that is on it. */
final class Topic {
  // Longer than a relay on a busy machine needs from its start to the last row of a test.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String name;

  private Topic(String name) {
    this.name = name;
  }

  static Topic create(int partitions) {
    Topic topic = named();
    topic.make(partitions);
    return topic;
  }

  static Topic create(String name, int partitions) {
    Topic topic = new Topic(name);
    topic.make(partitions);
    return topic;
  }

  /** Only a name: nobody has made the topic yet. */
  static Topic named() {
    return new Topic("topic-" + UUID.randomUUID());
  }

  void make(int partitions) {
    TestKafka.createTopic(name, partitions);
  }

  void awaitOpen(int partitions) {
    TestKafka.awaitOpen(name, partitions);
  }

  String name() {
    return name;
  }

  List<ConsumerRecord<byte[], byte[]>> read() {
    return TestKafka.readAll(name);
  }

  List<ConsumerRecord<byte[], byte[]>> await(
      Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
    // Not with what was read as the condition's input: a failure would print every record.
    List<ConsumerRecord<byte[], byte[]>> last = new ArrayList<>();
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              last.clear();
              last.addAll(read());
              return enough.test(last);
            });
    return last;
  }

  List<ConsumerRecord<byte[], byte[]>> await(int count) {
    return await(records -> records.size() >= count);
  }

  /** Waits until that many different events are there; returns their first occurrences in order. */
  List<ConsumerRecord<byte[], byte[]>> awaitDistinct(int count) {
    return firstOccurrences(await(records -> firstOccurrences(records).size() >= count));
  }

  static List<ConsumerRecord<byte[], byte[]>> firstOccurrences(
      List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, ConsumerRecord<byte[], byte[]>> firsts = new LinkedHashMap<>();
    records.forEach(record -> firsts.putIfAbsent(header(record, "ce_id"), record));
    return List.copyOf(firsts.values());
  }

  static List<Long> sequences(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(record -> Long.valueOf(header(record, "ce_sequence"))).toList();
  }

  static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), UTF_8);
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  /** What the brokers take of one record, or of one batch. */
  void limitTo(int bytes) throws Exception {
    set("max.message.bytes", Integer.toString(bytes));
  }

  void set(String setting, String value) throws Exception {
    ConfigResource self = new ConfigResource(ConfigResource.Type.TOPIC, name);
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()))) {
      admin.incrementalAlterConfigs(Map.of(self, List.of(change))).all().get();
    }
  }

  /** As a topic's retention does. */
  void deleteAllButTheLastOf(String key) throws Exception {
    ConsumerRecord<byte[], byte[]> last =
        read().stream().filter(record -> key(record).equals(key)).toList().getLast();
    deleteBefore(last.partition(), last.offset());
  }

  void deleteBefore(int partition, long offset) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()))) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(name, partition), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }
}
