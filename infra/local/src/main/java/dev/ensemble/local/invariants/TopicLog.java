package dev.ensemble.local.invariants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was ever published and committed, read from the beginning by a consumer of no
 * group. Of each event it keeps where it was first, and no contents: a million records take some
 * hundreds of megabytes.
 */
public final class TopicLog implements AutoCloseable {
  static final List<String> TOPICS = List.of("order.events", "payment.events", "inventory.events");

  private static final Duration POLL = Duration.ofMillis(200);

  /** Far more than any local run has published, at tens of thousands of records a second. */
  private static final Duration READ_WITHIN = Duration.ofMinutes(2);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Set<String> onPurpose;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Map<String, First> firsts = new LinkedHashMap<>();
  private final Map<String, Integer> partitionOfKey = new HashMap<>();
  private final List<String> nameless = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private final List<String> strayed = new ArrayList<>();
  private final List<Repeat> repeats = new ArrayList<>();

  /** Keys and types come again and again: each is kept once. */
  private final Map<String, String> words = new HashMap<>();

  private long records;

  /** Where and how an event was published for the first time. */
  public record First(
      String topic, int partition, long offset, String key, String type, String fingerprint) {

    /** As {@code order.events-3}. */
    public String place() {
      return topic + "-" + partition;
    }
  }

  /** Where an event is once more. */
  public record Repeat(String eventId, String topic, int partition, long offset) {
    /** As {@code order.events-3}. */
    public String place() {
      return topic + "-" + partition;
    }
  }

  TopicLog(String bootstrapServers) {
    this(bootstrapServers, Set.of());
  }

  /**
   * Reads all that is there now.
   *
   * @param onPurpose headers of which one is on whatever somebody published once more on purpose:
   *     such a record is no {@link #repeats repeat}
   */
  public static TopicLog read(Evidence evidence, Set<String> onPurpose) {
    TopicLog log = new TopicLog(evidence.bootstrapServers(), onPurpose);
    try {
      log.readOn();
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
    return log;
  }

  private TopicLog(String bootstrapServers, Set<String> onPurpose) {
    this.onPurpose = Set.copyOf(onPurpose);
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    for (String topic : TOPICS) {
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads on to what is the end of every partition now. */
  void readOn() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long deadline = System.nanoTime() + READ_WITHIN.toNanos();
    while (ends.entrySet().stream().anyMatch(end -> at(end.getKey()) < end.getValue())) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the topics cannot be read to their ends within " + READ_WITHIN);
      }
      consumer.poll(POLL).forEach(this::note);
    }
  }

  private long at(TopicPartition partition) {
    return consumer.position(partition);
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    records++;
    String place = "%s-%d@%d".formatted(record.topic(), record.partition(), record.offset());
    String id = text(record, "ce_id");
    if (id == null) {
      nameless.add(place + ": no ce_id");
      return;
    }
    String key = word(record.key() == null ? "" : new String(record.key(), UTF_8));
    Integer partition = partitionOfKey.putIfAbsent(record.topic() + " " + key, record.partition());
    if (partition != null && partition != record.partition()) {
      strayed.add("%s: key %s was in partition %d before".formatted(place, key, partition));
    }
    String type = text(record, "ce_type");
    String fingerprint = fingerprint(record);
    First now =
        new First(
            record.topic(),
            record.partition(),
            record.offset(),
            key,
            word(type == null ? "" : type),
            fingerprint);
    First first = firsts.putIfAbsent(id, now);
    if (first != null && !first.fingerprint().equals(fingerprint)) {
      changed.add(id + ": repeated with another content at " + place);
    }
    if (first != null && onPurpose.stream().noneMatch(name -> text(record, name) != null)) {
      repeats.add(new Repeat(id, record.topic(), record.partition(), record.offset()));
    }
  }

  private String word(String text) {
    return words.computeIfAbsent(text, same -> same);
  }

  private static String fingerprint(ConsumerRecord<byte[], byte[]> record) {
    List<byte @Nullable []> values = new ArrayList<>();
    values.add(record.topic().getBytes(UTF_8));
    values.add(record.key());
    for (String name : Recorded.HEADERS) {
      Header header = record.headers().lastHeader(name);
      values.add(header == null ? null : header.value());
    }
    values.add(record.value());
    return Recorded.fingerprint(values);
  }

  private static @Nullable String text(ConsumerRecord<?, ?> record, String header) {
    Header found = record.headers().lastHeader(header);
    return found == null || found.value() == null ? null : new String(found.value(), UTF_8);
  }

  /** Where an event was first; null where it is nowhere. */
  public @Nullable First first(String eventId) {
    return firsts.get(eventId);
  }

  /** By event id. */
  public Map<String, First> firsts() {
    return Collections.unmodifiableMap(firsts);
  }

  /** Records of events that had been published before, and not again on purpose. */
  public List<Repeat> repeats() {
    return Collections.unmodifiableList(repeats);
  }

  Collection<TopicPartition> partitions() {
    return partitions;
  }

  /** All records, repeats included. */
  public long records() {
    return records;
  }

  List<String> nameless() {
    return nameless;
  }

  List<String> changed() {
    return changed;
  }

  List<String> strayed() {
    return strayed;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
