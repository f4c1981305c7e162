package dev.ensemble.messaging;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/** What a UUID of version 7 says about time (RFC 9562): its first 48 bits are milliseconds. */
final class UuidV7 {
  private static final int TIMESTAMP_SHIFT = 16;

  private UuidV7() {}

  static boolean is(UUID id) {
    return id.version() == 7 && id.variant() == 2;
  }

  /** The day in UTC in which it was made, and so the partition in which it is remembered. */
  static LocalDate dayOf(UUID id) {
    long epochMillis = id.getMostSignificantBits() >>> TIMESTAMP_SHIFT;
    return Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC).toLocalDate();
  }
}
