package dev.ensemble.chaos.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ensemble.chaos.system.SystemUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Everything on a topic is published once more, as it is, shuffled or in its order. It is read and
 * sent at the same time, so that a topic of any length is the whole topic.
 */
public final class Republished implements Fault {
  /** What tells these records from those that a relay has published twice. */
  public static final String HEADER = "chaos-republished";

  /** Within so many records in a row the order is another one; more would not fit into memory. */
  private static final int SHUFFLED_AT_ONCE = 10_000;

  /** Some 5,000 records a second beside everything else on two cores, and brokers that are down. */
  private static final Duration DONE_WITHIN = Duration.ofMinutes(2);

  private static final int SENT_WITHIN_MILLIS = 20_000;
  private static final Duration POLL = Duration.ofMillis(100);

  private final String topic;
  private final boolean shuffled;
  private final Random random;
  private final List<ConsumerRecord<byte[], byte[]>> waiting = new ArrayList<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long sent;

  /**
   * @param seed of the shuffling
   */
  public Republished(String topic, boolean shuffled, long seed) {
    this.topic = topic;
    this.shuffled = shuffled;
    this.random = new Random(seed);
  }

  @Override
  public List<String> targets() {
    return List.of(topic);
  }

  /** Counts the records. */
  @Override
  public long inject(SystemUnderTest system) throws Exception {
    failure.set(null);
    waiting.clear();
    sent = 0;
    String brokers = system.stack().bootstrapServers();
    var reading = new ByteArrayDeserializer();
    var writing = new ByteArraySerializer();
    try (var consumer = new KafkaConsumer<>(ofConsumer(brokers), reading, reading);
        var producer = new KafkaProducer<>(ofProducer(brokers), writing, writing)) {
      copy(consumer, producer);
      producer.flush();
    }
    Exception notSent = failure.get();
    if (notSent != null) {
      throw notSent;
    }
    return sent;
  }

  private void copy(
      KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    // What comes after this is ours, or will be there soon enough.
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long deadline = System.nanoTime() + DONE_WITHIN.toNanos();
    while (failure.get() == null && isLeft(consumer, ends)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(topic + " cannot be read");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        take(record, ends, producer);
      }
    }
    sendWaiting(producer);
  }

  private static boolean isLeft(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  private void take(
      ConsumerRecord<byte[], byte[]> record,
      Map<TopicPartition, Long> ends,
      KafkaProducer<byte[], byte[]> producer) {
    boolean isOld =
        record.offset()
            < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
    if (isOld && record.headers().lastHeader(HEADER) == null) {
      waiting.add(record);
      if (waiting.size() == SHUFFLED_AT_ONCE) {
        sendWaiting(producer);
      }
    }
  }

  private void sendWaiting(KafkaProducer<byte[], byte[]> producer) {
    if (shuffled) {
      Collections.shuffle(waiting, random);
    }
    for (ConsumerRecord<byte[], byte[]> record : waiting) {
      RecordHeaders headers = new RecordHeaders(record.headers());
      headers.add(HEADER, "1".getBytes(US_ASCII));
      var unused =
          producer.send(
              new ProducerRecord<>(
                  record.topic(), record.partition(), record.key(), record.value(), headers),
              (where, notSent) -> {
                if (notSent != null) {
                  failure.compareAndSet(null, notSent);
                }
              });
      sent++;
    }
    waiting.clear();
  }

  private static Map<String, Object> ofConsumer(String brokers) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        brokers,
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        SENT_WITHIN_MILLIS);
  }

  private static Map<String, Object> ofProducer(String brokers) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        brokers,
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        SENT_WITHIN_MILLIS,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        SENT_WITHIN_MILLIS / 4,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        SENT_WITHIN_MILLIS / 2);
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
