package dev.ensemble.bench.common;

import java.util.List;
import java.util.Locale;

/** The options of every contender's JVM, the same for all. */
public record Jvm(Collector collector) {

  public enum Collector {
    G1("-XX:+UseG1GC"),
    PARALLEL("-XX:+UseParallelGC"),
    SERIAL("-XX:+UseSerialGC");

    private final String option;

    Collector(String option) {
      this.option = option;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public List<String> options() {
    return List.of("-Xmx512m", collector.option);
  }
}
