package dev.ensemble.bench.inbox.contenders;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a contender reads of an event; the record on the topic says more.
 *
 * @param number of the event, from 0
 * @param account the row to change
 * @param sentMicros when it was sent, in microseconds since 1970; 0 where that is not timed
 */
public record Transfer(long number, int account, int amount, long sentMicros) {
  public static final String TYPE = "transfer.ordered.v1";

  /** By the clock that all processes of a machine share. */
  public static long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
