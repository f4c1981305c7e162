package dev.ensemble.bench.inbox;

import java.util.Locale;
import java.util.stream.LongStream;

/** What of the events was acted on before, and how much else is remembered. */
enum Case {
  FRESH("0 % repeated", 0, false),
  TENTH_REPEATED("10 % repeated", 10, false),
  ALL_REPEATED("100 % repeated", 100, false),
  LONG_MEMORY("0 % repeated, long memory", 0, true);

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

  /** Evenly spread: with ten per cent, every tenth. */
  boolean isRepeated(long number) {
    return number * percentRepeated % 100 < percentRepeated;
  }

  long repeatedAmong(long events) {
    return LongStream.range(0, events).filter(this::isRepeated).count();
  }

  @Override
  public String toString() {
    return word();
  }
}
