package dev.ensemble.bench.inbox;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * The events of a topic. Fresh ones are of now. Repeated ones are what a replay brings: their ids
 * are of all the days that are remembered, the oldest first, so that they are looked for in pages
 * that nobody has touched since.
 *
 * @param percentRepeated how many of them are repeated
 * @param nowMillis the time in the first fresh one's id
 */
record Events(long count, int percentRepeated, long nowMillis) {
  /** Ids are of this many days, less than the window of what is remembered. */
  static final int DAYS = 13;

  /** A producer at work: ids grow, and some share a millisecond. */
  private static final int IDS_A_MILLISECOND = 100;

  String topic() {
    return "bench.transfers-" + percentRepeated;
  }

  Event get(long number) {
    return get(number, 0);
  }

  /**
   * @param sentMicros what it says of its sending
   */
  Event get(long number, long sentMicros) {
    return new Event(
        number, isRepeated(number) ? oldMillis(number) : newMillis(number), sentMicros);
  }

  private long newMillis(long number) {
    return nowMillis + number / IDS_A_MILLISECOND;
  }

  private long oldMillis(long number) {
    long days = Duration.ofDays(DAYS).toMillis();
    return nowMillis - days + number * days / count;
  }

  /** Evenly spread: with ten per cent, every tenth. */
  boolean isRepeated(long number) {
    return number * percentRepeated % 100 < percentRepeated;
  }

  LongStream repeated() {
    return LongStream.range(0, count).filter(this::isRepeated);
  }
}
