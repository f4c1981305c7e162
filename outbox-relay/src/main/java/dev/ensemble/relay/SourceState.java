package dev.ensemble.relay;

import java.util.concurrent.atomic.LongAdder;

/** What is known of a running source; written by its threads, read by health and metrics. */
final class SourceState {
  enum Phase {
    STARTING,
    STREAMING,
    FAILED,
    STOPPED
  }

  private final String name;
  private final LongAdder publishedCount = new LongAdder();
  private final LongAdder publishedBytes = new LongAdder();
  private volatile Phase phase = Phase.STARTING;
  private volatile SlotReading slot = SlotReading.NONE;

  SourceState(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  Phase phase() {
    return phase;
  }

  void enter(Phase next) {
    phase = next;
  }

  SlotReading slot() {
    return slot;
  }

  void slot(SlotReading reading) {
    slot = reading;
  }

  /** Events that the broker acknowledged, repeats included. */
  long publishedCount() {
    return publishedCount.sum();
  }

  /**
   * One row is acknowledged.
   *
   * @param bytes of its key and value
   * @param commitMicros when it was committed, in microseconds since 1970
   */
  void published(int bytes, long commitMicros) {
    publishedCount.increment();
    publishedBytes.add(bytes);
  }

  long publishedBytes() {
    return publishedBytes.sum();
  }
}
