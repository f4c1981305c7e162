package dev.ensemble.relay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Holds records against the order of their commits. Every key's rows are numbered without a gap
 * under a lock that is held to the commit, so the numbers are the order of the commits: the first
 * occurrence of each number must follow that of the number before it. What is missing, too early or
 * repeated shows at once, however many rows there are.
 */
final class KeyOrder {
  private static final int FINDINGS_MAX = 20;

  private final Map<String, Long> last = new HashMap<>();
  private final Map<String, Integer> partitions = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private long records;
  private long repeats;

  synchronized void see(ConsumerRecord<byte[], byte[]> record) {
    String key = Topic.key(record);
    long number = Long.parseLong(Topic.header(record, "ce_sequence"));
    long before = last.getOrDefault(key, 0L);
    records++;
    if (number <= before) {
      repeats++;
    } else {
      if (number > before + 1) {
        complain("%s: %d follows %d".formatted(key, number, before));
      }
      last.put(key, number);
    }
    Integer known = partitions.putIfAbsent(key, record.partition());
    if (known != null && known != record.partition()) {
      complain("%s is in partitions %d and %d".formatted(key, known, record.partition()));
    }
  }

  private void complain(String what) {
    if (wrong.size() < FINDINGS_MAX) {
      wrong.add(what);
    }
  }

  /** The last number that was seen of each key. */
  synchronized Map<String, Long> last() {
    return Map.copyOf(last);
  }

  synchronized boolean covers(Map<String, Long> committed) {
    return committed.entrySet().stream()
        .allMatch(key -> last.getOrDefault(key.getKey(), 0L) >= key.getValue());
  }

  synchronized long records() {
    return records;
  }

  synchronized long repeats() {
    return repeats;
  }

  /** What was lost, out of order or in two partitions; the first few of it. */
  synchronized List<String> wrong() {
    return List.copyOf(wrong);
  }
}
