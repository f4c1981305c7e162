package dev.ensemble.testkit.inbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Records as a hand of cards: shuffled, doubled, and laid out as a topic again. */
final class Deck {
  private Deck() {}

  /**
   * A random interleaving. What has one key in one topic keeps its order, as Kafka does; between
   * topics and keys there is none.
   */
  static List<ConsumerRecord<byte[], byte[]>> shuffled(
      List<ConsumerRecord<byte[], byte[]>> records, long seed) {
    Random random = new Random(seed);
    List<Deque<ConsumerRecord<byte[], byte[]>>> lanes = new ArrayList<>(lanes(records));
    List<ConsumerRecord<byte[], byte[]>> shuffled = new ArrayList<>();
    while (!lanes.isEmpty()) {
      int drawn = random.nextInt(lanes.size());
      shuffled.add(lanes.get(drawn).removeFirst());
      if (lanes.get(drawn).isEmpty()) {
        lanes.remove(drawn);
      }
    }
    return shuffled;
  }

  private static Collection<Deque<ConsumerRecord<byte[], byte[]>>> lanes(
      List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Lane, Deque<ConsumerRecord<byte[], byte[]>>> lanes = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> one : records) {
      lanes.computeIfAbsent(Lane.of(one), lane -> new ArrayDeque<>()).add(one);
    }
    return lanes.values();
  }

  static List<ConsumerRecord<byte[], byte[]>> repeated(
      List<ConsumerRecord<byte[], byte[]>> records, int more) {
    List<ConsumerRecord<byte[], byte[]>> repeated = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> one : records) {
      for (int i = 0; i <= more; i++) {
        repeated.add(one);
      }
    }
    return repeated;
  }

  /** The same in this order, with offsets that rise as they would in partitions of a broker. */
  static List<ConsumerRecord<byte[], byte[]>> laidOut(
      List<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, Long> next = new HashMap<>();
    List<ConsumerRecord<byte[], byte[]>> laidOut = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> one : records) {
      TopicPartition partition = new TopicPartition(one.topic(), one.partition());
      long offset = next.merge(partition, 1L, Long::sum) - 1;
      laidOut.add(
          new ConsumerRecord<>(
              one.topic(),
              one.partition(),
              offset,
              one.timestamp(),
              one.timestampType(),
              one.serializedKeySize(),
              one.serializedValueSize(),
              one.key(),
              one.value(),
              one.headers(),
              one.leaderEpoch()));
    }
    return laidOut;
  }

  /** Within which Kafka keeps an order: a key of a topic, or its partition for what has no key. */
  record Lane(String topic, String place) {
    static Lane of(ConsumerRecord<byte[], byte[]> one) {
      byte @Nullable [] key = one.key();
      return new Lane(
          one.topic(),
          key == null
              ? "partition " + one.partition()
              : "key " + new String(key, StandardCharsets.UTF_8));
    }
  }
}
