package dev.ensemble.bench.http;

import dev.ensemble.bench.common.BenchCommand;
import dev.ensemble.local.stack.Narrator;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./infra/bench/run http}. */
@Command(
    name = "http",
    sortOptions = false,
    usageHelpWidth = 100,
    header = "Orders per second over HTTP with an Idempotency-Key and without one.",
    description = {
      "",
      "Places orders as fast as they are answered, in turns with the key and without. The key may"
          + " cost at most 25 %% of the orders per second. By default it takes four and a half"
          + " minutes.",
      ""
    })
public final class HttpCommand extends BenchCommand {
  /** Past this, this process alone takes a core. */
  private static final int CLIENTS_MAX = 256;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = "Rounds; each measures both, in changing order (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Length of each measurement (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "Seconds of each before, which do not count; while the JVM still compiles, the key looks"
              + " cheaper than it is (default: ${DEFAULT-VALUE}).")
  private int warmUpSeconds;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "16",
      description = "Clients at once, each with one call open (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public Integer call() throws InterruptedException {
    requireWithin("--rounds", rounds, 1, ROUNDS_MAX);
    requireWithin("--seconds", seconds, 1, SECONDS_MAX);
    requireWithin("--warm-up", warmUpSeconds, 0, SECONDS_MAX);
    requireWithin("--clients", clients, 1, CLIENTS_MAX);
    Plan plan =
        new Plan(rounds, Duration.ofSeconds(seconds), Duration.ofSeconds(warmUpSeconds), clients);
    Narrator screen = System.out::println;
    try (OrderSystem system = OrderSystem.start(house(), target("http"), screen)) {
      return new HttpBench(system, plan, screen).run().withinTheLimit() ? 0 : 1;
    }
  }
}
