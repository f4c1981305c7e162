package dev.ensemble.order.application;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Gives the time as this service keeps it. */
@Component
class Moments {
  private final Clock clock;

  Moments(Clock clock) {
    // PostgreSQL keeps microseconds; cut here, a time reads back as it was told.
    this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
  }

  Instant now() {
    return clock.instant();
  }
}
