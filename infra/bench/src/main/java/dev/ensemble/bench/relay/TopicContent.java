package dev.ensemble.bench.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.local.stack.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * What a contender has written, read from end to end: that every row is there, once, in the order
 * of commits per key, and as it should be.
 */
final class TopicContent {
  /** Each record's number and place are looked at, and of every so many all of it. */
  private static final int SAMPLE_EVERY = 97;

  private static final Duration READ_WITHIN = Duration.ofMinutes(2);

  private final BitSet seen = new BitSet();
  private final Map<String, Long> newestOfKey = new HashMap<>();
  private final List<BitSet> records = new ArrayList<>();
  private long repeats;

  /**
   * Reads the topic up to its end.
   *
   * @throws Refusal where it does not hold the rows up to that number, and nothing else
   */
  static TopicContent read(String bootstrapServers, long rows) {
    TopicContent content = new TopicContent();
    TopicWatch.PARTITIONS.forEach(partition -> content.records.add(new BitSet()));
    try (Consumer<byte[], byte[]> consumer = TopicWatch.reader(bootstrapServers)) {
      consumer.assign(TopicWatch.PARTITIONS);
      Map<TopicPartition, Long> ends = consumer.endOffsets(TopicWatch.PARTITIONS);
      long deadline = System.nanoTime() + READ_WITHIN.toNanos();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new Refusal("the topic cannot be read to its end within " + READ_WITHIN);
        }
        consumer.poll(Duration.ofMillis(200)).forEach(content::add);
      }
    }
    boolean complete = content.seen.cardinality() == rows && content.seen.length() == rows + 1;
    if (content.repeats > 0 || !complete) {
      throw new Refusal(
          "of %d rows, %d are on the topic, and %d records are repeats"
              .formatted(rows, content.seen.cardinality(), content.repeats));
    }
    return content;
  }

  private void add(ConsumerRecord<byte[], byte[]> found) {
    records.get(found.partition()).set(Math.toIntExact(found.offset()));
    long number = Event.numberIn(found.value());
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw new Refusal("a record is none of ours: " + new String(found.value(), UTF_8));
    }
    if (seen.get((int) number)) {
      repeats++;
    }
    seen.set((int) number);
    Long before = newestOfKey.put(new String(found.key(), UTF_8), number);
    if (before != null && before > number) {
      throw new Refusal("row %d came before row %d of the same key".formatted(before, number));
    }
    if (number % SAMPLE_EVERY == 0) {
      requireWhole(new Event(number), found);
    }
  }

  private static void requireWhole(Event event, ConsumerRecord<byte[], byte[]> found) {
    Header id = found.headers().lastHeader(Event.ID_HEADER);
    boolean whole =
        Arrays.equals(found.value(), event.payload())
            && event.aggregateId().equals(new String(found.key(), UTF_8))
            && id != null
            && event.id().equals(unquoted(new String(id.value(), UTF_8)));
    if (!whole) {
      throw new Refusal(
          "row %d is not the same record: key %s, header %s, value %s"
              .formatted(
                  event.number(),
                  new String(found.key(), UTF_8),
                  id == null ? "missing" : new String(id.value(), UTF_8),
                  new String(found.value(), UTF_8)));
    }
  }

  /** Debezium Server writes headers as JSON and in no other way: then a string has its quotes. */
  private static String unquoted(String header) {
    return header.startsWith("\"") ? header.substring(1, header.length() - 1) : header;
  }

  /**
   * How many records lay below these ends. Transactions write their ends into the partitions, too:
   * an offset is not always a record.
   */
  long recordsBelow(List<Long> ends) {
    long below = 0;
    for (int partition = 0; partition < ends.size(); partition++) {
      below += records.get(partition).get(0, Math.toIntExact(ends.get(partition))).cardinality();
    }
    return below;
  }
}
