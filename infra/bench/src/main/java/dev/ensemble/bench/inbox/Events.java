package dev.ensemble.bench.inbox;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * The events of a topic. Fresh ones are of now. Repeated ones are what a replay from the start
 * brings: their ids are the oldest that are remembered, in their order, so that they are looked for
 * in pages that nobody has touched since.
 *
 * @param percentRepeated how many of them are repeated
 * @param nowMillis the time in the first fresh one's id
 */
record Events(long count, int percentRepeated, long nowMillis) {
  /** Ids are of this many days, less than the window of what is remembered. */
  static final int DAYS = 13;

  /**
   * Ten a second: among ten million ids of all days there are about as many others between them.
   */
  private static final long OLD_EVERY_MILLIS = 100;

  /** A producer at work: ids grow, and some share a millisecond. */
  private static final int IDS_A_MILLISECOND = 100;

  String topic() {
    return "bench.transfers-" + percentRepeated;
  }

  Event get(long number) {
    return get(number, 0);
  }

  /**
   * @param sentMicros what it says of its sending, where it is fresh; a repeated one has the bytes
   *     that it had
   */
  Event get(long number, long sentMicros) {
    return isRepeated(number)
        ? new Event(number, oldMillis(number), 0)
        : new Event(number, newMillis(number), sentMicros);
  }

  /** How many from there on have an effect, whose time can be taken. */
  long freshFrom(long number) {
    return LongStream.range(number, count).filter(each -> !isRepeated(each)).count();
  }

  private long newMillis(long number) {
    return nowMillis + number / IDS_A_MILLISECOND;
  }

  private long oldMillis(long number) {
    return nowMillis - Duration.ofDays(DAYS).toMillis() + number * OLD_EVERY_MILLIS;
  }

  /** Evenly spread: with ten per cent, every tenth. */
  boolean isRepeated(long number) {
    return number * percentRepeated % 100 < percentRepeated;
  }

  LongStream repeated() {
    return LongStream.range(0, count).filter(this::isRepeated);
  }
}
