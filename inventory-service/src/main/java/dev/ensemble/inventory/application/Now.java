package dev.ensemble.inventory.application;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/** The time as the database keeps it: what is decided on equals what is read back. */
@Component
class Now {
  private final Clock clock;

  Now(Clock clock) {
    this.clock = clock;
  }

  Instant get() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
