package dev.ensemble.messaging;

import java.time.Duration;

/**
 * How the time of a stop is shared out, the same for one worker and for many. Together it must stay
 * below what Spring gives a phase of the shutdown ({@code
 * spring.lifecycle.timeout-per-shutdown-phase}; our services say 10 s): once that is over, the
 * connections are closed under whatever still runs, and no consumer leaves its group any more.
 */
final class StopTime {

  /**
   * For running passes to end by themselves: most take milliseconds, and a lock is waited for 5 s.
   */
  static final Duration PASS_MAX = Duration.ofSeconds(5);

  /** For passes that were interrupted then to notice it. */
  static final Duration INTERRUPTED_MAX = Duration.ofSeconds(1);

  /**
   * For leaving the group, which takes a round trip. Where the broker is away, it notices by itself
   * after the session timeout.
   */
  static final Duration LEAVING_MAX = Duration.ofSeconds(2);

  static final Duration ALL_MAX = PASS_MAX.plus(INTERRUPTED_MAX).plus(LEAVING_MAX);

  private final long endNanos;

  private StopTime(Duration time) {
    endNanos = System.nanoTime() + time.toNanos();
  }

  /** One deadline for all that is waited for from now on. */
  static StopTime of(Duration time) {
    return new StopTime(time);
  }

  /** What is left of it; zero when it is over. */
  Duration rest() {
    return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
  }
}
