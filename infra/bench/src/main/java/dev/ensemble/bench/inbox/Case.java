package dev.ensemble.bench.inbox;

import java.util.Locale;

/** What of the events was acted on before, and how much else is remembered. */
enum Case {
  FRESH("0 % repeated", 0, false),
  TENTH_REPEATED("10 % repeated", 10, false),
  ALL_REPEATED("100 % repeated", 100, false),
  LONG_MEMORY("0 % repeated, long memory", 0, true),
  TENTH_REPEATED_LONG_MEMORY("10 % repeated, long memory", 10, true),
  ALL_REPEATED_LONG_MEMORY("100 % repeated, long memory", 100, true);

  private final String title;
  private final int percentRepeated;
  private final boolean longMemory;

  Case(String title, int percentRepeated, boolean longMemory) {
    this.title = title;
    this.percentRepeated = percentRepeated;
    this.longMemory = longMemory;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String title() {
    return title;
  }

  boolean hasLongMemory() {
    return longMemory;
  }

  /** Some are new and some are not. */
  boolean repeatsSome() {
    return percentRepeated > 0 && !knowsAll();
  }

  /** No event is new. */
  boolean knowsAll() {
    return percentRepeated == 100;
  }

  /** The same events, with a long memory. */
  Case withLongMemory() {
    return switch (this) {
      case FRESH, LONG_MEMORY -> LONG_MEMORY;
      case TENTH_REPEATED, TENTH_REPEATED_LONG_MEMORY -> TENTH_REPEATED_LONG_MEMORY;
      case ALL_REPEATED, ALL_REPEATED_LONG_MEMORY -> ALL_REPEATED_LONG_MEMORY;
    };
  }

  /** Those with the same share of repeated events read the same topic, whatever is remembered. */
  Events events(long count, long nowMillis) {
    return new Events(count, percentRepeated, nowMillis);
  }

  @Override
  public String toString() {
    return word();
  }
}
