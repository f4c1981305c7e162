package dev.ensemble.messaging;

import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;

/** What a UUID of version 7 says about time (RFC 9562): its first 48 bits are milliseconds. */
final class UuidV7 {
  private static final int TIMESTAMP_SHIFT = 16;
  private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

  private UuidV7() {}

  static boolean is(UUID id) {
    return id.version() == 7 && id.variant() == 2;
  }

  /** The day in UTC in which it was made, and so the partition in which it is remembered. */
  static LocalDate dayOf(UUID id) {
    long epochMillis = id.getMostSignificantBits() >>> TIMESTAMP_SHIFT;
    return LocalDate.ofEpochDay(epochMillis / MILLIS_PER_DAY);
  }

  /** As the database orders them: by their bytes, where Java takes the first one's sign. */
  static int compare(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }
}
