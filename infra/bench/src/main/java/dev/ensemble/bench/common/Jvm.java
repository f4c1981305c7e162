package dev.ensemble.bench.common;

import java.util.List;
import java.util.Locale;

/**
 * The options of every contender's JVM, the same for all.
 *
 * @param isBrief it is up sooner, and never fast: for runs that measure nothing
 */
public record Jvm(Collector collector, boolean isBrief) {

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

  public Jvm(Collector collector) {
    this(collector, false);
  }

  /** For a build, which looks at what is done and not at how fast. */
  public static Jvm brief() {
    return new Jvm(Collector.SERIAL, true);
  }

  public List<String> options() {
    return isBrief
        ? List.of("-Xmx512m", collector.option, "-XX:TieredStopAtLevel=1")
        : List.of("-Xmx512m", collector.option);
  }
}
