package dev.ensemble.chaos.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** The times there are. What comes before what is the schedule's to say, and no clock's. */
final class Moment {
  static final Duration DEADLINE = Duration.ofSeconds(30);
  static final Duration CHARGE_DELAY = Duration.ofSeconds(1);
  static final Duration DISPATCH_AFTER = Duration.ofSeconds(1);

  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  static final Clock NOW = Clock.fixed(START, ZoneOffset.UTC);

  /** When every bank has taken its time. */
  static final Clock LATER = Clock.fixed(START.plus(CHARGE_DELAY), ZoneOffset.UTC);

  private Moment() {}
}
