package dev.ensemble.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * How far each partition is behind: {@code ensemble.inbox.lag} and {@code
 * ensemble.inbox.oldest.age}. A partition has gauges while it is one of ours, whichever worker
 * reads it.
 */
final class BacklogGauges {

  /** Six samples; who has none for so long says nothing rather than what was true once. */
  static final Duration SAMPLE_AGE_MAX = Duration.ofMinutes(1);

  /**
   * What was seen of a partition.
   *
   * @param owner the worker that reads it
   * @param lag how many records are not done with
   * @param oldestMillis when the oldest of them was written, in ms since 1970; of no use without
   *     any
   * @param seenMillis when this was seen
   */
  record Seen(Object owner, long lag, long oldestMillis, long seenMillis) {}

  private final MeterRegistry registry;
  private final String consumer;
  private final LongSupplier millis;
  private final Map<TopicPartition, Entry> partitions = new HashMap<>();

  private static final class Entry {
    private volatile Seen seen;
    private List<Meter> gauges = List.of();

    Entry(Seen seen) {
      this.seen = seen;
    }
  }

  BacklogGauges(MeterRegistry registry, String consumer, LongSupplier millis) {
    this.registry = registry;
    this.consumer = consumer;
    this.millis = millis;
  }

  long now() {
    return millis.getAsLong();
  }

  synchronized void seen(TopicPartition partition, Seen seen) {
    Entry entry = partitions.get(partition);
    if (entry == null) {
      entry = new Entry(seen);
      entry.gauges = register(partition, entry);
      partitions.put(partition, entry);
    }
    entry.seen = seen;
  }

  /** The worker reads it no longer; nothing where another has taken it over by now. */
  synchronized void gone(TopicPartition partition, Object owner) {
    Entry entry = partitions.get(partition);
    if (entry != null && entry.seen.owner().equals(owner)) {
      partitions.remove(partition);
      entry.gauges.forEach(registry::remove);
    }
  }

  private List<Meter> register(TopicPartition partition, Entry entry) {
    Tags tags =
        Tags.of(
            "consumer", consumer,
            "topic", partition.topic(),
            "partition", Integer.toString(partition.partition()));
    return List.of(
        Gauge.builder("ensemble.inbox.lag", entry, this::lag)
            .description("Records that are not done with, at the last look")
            .baseUnit("records")
            .tags(tags)
            .strongReference(true)
            .register(registry),
        TimeGauge.builder("ensemble.inbox.oldest.age", entry, TimeUnit.MILLISECONDS, this::age)
            .description("How long the oldest record that is not done with stands on its topic")
            .tags(tags)
            .strongReference(true)
            .register(registry));
  }

  private double lag(Entry entry) {
    Seen seen = entry.seen;
    return isStale(seen) ? Double.NaN : seen.lag();
  }

  /** Where something waits it grows by itself, whatever holds up the worker and its next look. */
  private double age(Entry entry) {
    Seen seen = entry.seen;
    if (seen.lag() > 0) {
      return Math.max(0, now() - seen.oldestMillis());
    }
    return isStale(seen) ? Double.NaN : 0;
  }

  private boolean isStale(Seen seen) {
    return now() - seen.seenMillis() > SAMPLE_AGE_MAX.toMillis();
  }
}
