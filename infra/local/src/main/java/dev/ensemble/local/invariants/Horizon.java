package dev.ensemble.local.invariants;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * How far back a topic reaches for certain. What is older may have left it, while the databases
 * still remember it; its absence says nothing.
 */
record Horizon(Instant since) {
  private static final int UUID_VERSION_WITH_TIME = 7;

  static Horizon of(Duration retention) {
    return new Horizon(Instant.now().minus(retention));
  }

  /** Whether an event is so young that its record must still be there; ids are UUIDv7. */
  boolean demands(String eventId) {
    UUID id = UUID.fromString(eventId);
    return id.version() != UUID_VERSION_WITH_TIME
        || Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16).isAfter(since);
  }
}
