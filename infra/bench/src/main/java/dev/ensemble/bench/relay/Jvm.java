package dev.ensemble.bench.relay;

import java.util.List;
import java.util.Locale;

/** The options of every contender's JVM, the same for all. */
record Jvm(Collector collector) {

  enum Collector {
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

  List<String> options() {
    return List.of("-Xmx512m", collector.option);
  }
}
