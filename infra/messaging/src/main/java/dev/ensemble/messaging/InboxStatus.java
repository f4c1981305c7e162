package dev.ensemble.messaging;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the inbox of one consumer is.
 *
 * @param consumer its name, and that of its group at the broker
 * @param workers those of this process; what other replicas do is known to them
 * @param group how the broker sees all replicas; null where the broker does not say
 */
public record InboxStatus(
    String consumer, List<Worker> workers, Parked parked, @Nullable Group group) {

  /**
   * One consumer of the group, in this process.
   *
   * @param stopped each partition that stands, with its reason
   * @param missingTopics what it waits for to be made
   * @param waitsFor why nothing moves at all, or which partitions wait for what; null where all is
   *     well
   */
  public record Worker(
      boolean running,
      List<String> stopped,
      List<String> missingTopics,
      @Nullable String waitsFor) {}

  /**
   * What waits to be redriven or discarded.
   *
   * @param eventsMax beyond so many a partition stops
   * @param mostOfOneKey how many events the key has that has most
   * @param perKeyMax beyond so many of a key its partition stops
   * @param oldest since when the first of them waits; null where nothing does
   */
  public record Parked(
      long events,
      int eventsMax,
      long keys,
      long mostOfOneKey,
      int perKeyMax,
      Map<ParkedRecord.Kind, Long> byKind,
      @Nullable Instant oldest) {}

  /**
   * The group at the broker.
   *
   * @param members how many consumers it has, in all processes
   * @param lag how many records are not done with, by topic and partition
   */
  public record Group(String state, int members, Map<String, Long> lag) {

    /** Over all partitions. */
    public long lagInAll() {
      return lag.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
