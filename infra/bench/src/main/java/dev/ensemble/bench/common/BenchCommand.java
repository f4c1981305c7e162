package dev.ensemble.bench.common;

import dev.ensemble.local.stack.Narrator;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands of all benchmarks do alike. They differ in their options. */
public abstract class BenchCommand implements Callable<Integer> {
  /** Enough for any median, and an end to what a slip of the keyboard asks for. */
  protected static final int ROUNDS_MAX = 100;

  /** Likewise, of what lasts for a time. */
  protected static final int SECONDS_MAX = 600;

  @Spec private @Nullable CommandSpec spec;

  /** What is done on servers that are started for it. */
  @FunctionalInterface
  protected interface Comparison {
    Findings run(Servers servers, Narrator screen) throws InterruptedException;
  }

  /** The top of the source tree; the script tells it. */
  protected static Path house() {
    return Path.of(System.getProperty("ensemble.house", "")).toAbsolutePath();
  }

  /** A folder that no build keeps. */
  protected static Path target(String name) {
    return house().resolve("infra/bench/target").resolve(name);
  }

  /**
   * Compares, keeps and tells what came out, and gives the disk back.
   *
   * @param diskBytes what it takes meanwhile
   * @param keep whether databases and topics stay
   * @param broker its settings beside the usual ones
   * @return the exit code, which says whether what is promised holds
   * @throws dev.ensemble.local.stack.Refusal where the servers do not start, or a contender does
   *     not do its work
   */
  protected static int compare(
      String name, long diskBytes, boolean keep, Map<String, String> broker, Comparison comparison)
      throws InterruptedException {
    Path data = target(name);
    Path results = target(name + "-results");
    Disk.require(data, diskBytes);
    Narrator screen = System.out::println;
    try {
      Findings findings;
      try (Servers servers = Servers.start(house(), data, broker, screen)) {
        findings = comparison.run(servers, screen);
      }
      findings.write(results, name + ".svg");
      findings.tell(screen);
      screen.say("Table, plot and single measurements are in " + results);
      return Outcome.exitCode(findings.outcomes());
    } finally {
      if (!keep) {
        Disk.giveBack(data);
      }
    }
  }

  /**
   * Refuses a number that makes no sense.
   *
   * @throws ParameterException outside of both limits, which are within
   */
  protected final void requireWithin(String option, int value, int min, int max) {
    if ((value < min || value > max) && spec != null) {
      throw new ParameterException(
          spec.commandLine(), "%s must be between %d and %d".formatted(option, min, max));
    }
  }
}
