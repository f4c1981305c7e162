package dev.ensemble.chaos.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ensemble.chaos.system.SystemUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Everything on a topic is published once more, as it is, shuffled or in its order. */
public final class Republished implements Fault {
  /** Each event once, however often it is there by now, and not more than fit into memory. */
  private static final int RECORDS_MAX = 20_000;

  private static final Duration READ_WITHIN = Duration.ofSeconds(20);
  private static final long SENT_WITHIN_SECONDS = 20;

  /** So that nobody takes it for the relay's. */
  private static final String ON_PURPOSE = "chaos-republished";

  private static final byte[] MARK = {'1'};
  private static final Duration POLL = Duration.ofMillis(100);

  private final String topic;
  private final boolean shuffled;
  private final long seed;

  /**
   * @param seed of the shuffling
   */
  public Republished(String topic, boolean shuffled, long seed) {
    this.topic = topic;
    this.shuffled = shuffled;
    this.seed = seed;
  }

  @Override
  public List<String> targets() {
    return List.of(topic);
  }

  @Override
  public long inject(SystemUnderTest system) throws Exception {
    String brokers = system.stack().bootstrapServers();
    List<ConsumerRecord<byte[], byte[]>> records = read(brokers);
    if (shuffled) {
      Collections.shuffle(records, new Random(seed));
    }
    send(brokers, records);
    return records.size();
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String brokers) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) READ_WITHIN.toMillis());
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      Set<String> ids = new HashSet<>();
      long deadline = System.nanoTime() + READ_WITHIN.toNanos();
      while (records.size() < RECORDS_MAX
          && ends.entrySet().stream()
              .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(topic + " cannot be read");
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (ids.add(new String(record.headers().lastHeader("ce_id").value(), US_ASCII))) {
            records.add(record);
          }
        }
      }
      return records;
    }
  }

  private static void send(String brokers, List<ConsumerRecord<byte[], byte[]>> records)
      throws Exception {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            (int) SENT_WITHIN_SECONDS * 1_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            5_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            10_000);
    var bytes = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      List<Future<?>> sent = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    record.topic(),
                    record.partition(),
                    record.key(),
                    record.value(),
                    record.headers().add(ON_PURPOSE, MARK))));
      }
      for (Future<?> acknowledged : sent) {
        acknowledged.get(SENT_WITHIN_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  @Override
  public long heal(SystemUnderTest system) {
    return 0;
  }

  @Override
  public String toString() {
    return "publish all of %s once more%s".formatted(topic, shuffled ? ", shuffled" : "");
  }
}
