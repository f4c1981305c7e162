package dev.ensemble.testkit.guilty.application;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.function.Supplier;

/** Every way to draw an id or a time that no test can set, and one way that is right. */
class DrawsIds {
  UUID randomId() {
    return UUID.randomUUID();
  }

  long millis() {
    return System.currentTimeMillis();
  }

  LocalDate today(ZoneId zone) {
    return LocalDate.now(zone);
  }

  Clock ownClock() {
    return Clock.systemUTC();
  }

  Supplier<Instant> later() {
    return Instant::now;
  }

  Instant innocent(Clock given) {
    return Instant.now(given);
  }
}
