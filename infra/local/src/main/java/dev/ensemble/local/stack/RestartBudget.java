package dev.ensemble.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How soon, and how often within a minute, a process that keeps ending is started again. */
final class RestartBudget {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** With the pauses below, a process that never comes up is given up after half a minute. */
  static final int RESTARTS_PER_WINDOW_MAX = 8;

  /** A crash-only process is back at once after its first fault. */
  static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  private final Deque<Instant> restarts = new ArrayDeque<>();

  /** The pause before the next start; nothing where the budget is used up. */
  Optional<Duration> next(Instant now) {
    while (!restarts.isEmpty() && restarts.getFirst().isBefore(now.minus(WINDOW))) {
      restarts.removeFirst();
    }
    if (restarts.size() == RESTARTS_PER_WINDOW_MAX) {
      return Optional.empty();
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << restarts.size());
    restarts.addLast(now);
    return Optional.of(pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX);
  }
}
