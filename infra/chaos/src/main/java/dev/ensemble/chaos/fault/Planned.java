package dev.ensemble.chaos.fault;

import java.time.Duration;

/**
 * A fault at its place in a schedule.
 *
 * @param number from 1, by its beginning
 * @param lane which of those that go on side by side it belongs to, from 0
 * @param at after the beginning of the run
 * @param lasts until it is healed
 */
public record Planned(
    int number, int lane, Duration at, Duration lasts, FaultKind kind, Fault fault) {

  /** When its lane is free again. */
  Duration end() {
    return at.plus(kind.takes()).plus(lasts);
  }

  /** When what it hit may be hit again. */
  Duration over() {
    return end().plus(kind.rests());
  }

  /** For people, and for comparing two schedules. */
  public String line() {
    return "%3d  %6.1f s  for %4.1f s  %s"
        .formatted(number, at.toMillis() / 1e3, lasts.toMillis() / 1e3, fault);
  }
}
