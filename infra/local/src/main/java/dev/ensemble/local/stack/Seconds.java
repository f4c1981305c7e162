package dev.ensemble.local.stack;

import java.time.Duration;
import java.util.Locale;

/** How we write durations for people: in seconds, with one decimal. */
public final class Seconds {
  private Seconds() {}

  public static String of(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
