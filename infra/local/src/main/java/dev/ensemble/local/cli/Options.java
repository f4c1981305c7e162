package dev.ensemble.local.cli;

import dev.ensemble.local.stack.Guest;
import dev.ensemble.local.stack.Ports;
import dev.ensemble.local.stack.Setup;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be said on the command line. */
final class Options {
  private static final int AT_ONCE_MAX = 200;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--orders",
      paramLabel = "N",
      description = "Play N orders. Without it, customers come until Ctrl-C.")
  @Nullable Integer orders;

  @Option(
      names = "--exit",
      description = {
        "After the N orders: wait until all is quiet, check the invariants over all databases and"
            + " topics, stop everything, and end with 0 only where all hold.",
        "Without it, everything keeps running until Ctrl-C."
      })
  boolean exit;

  @Option(names = "--fresh", description = "Begin with nothing: clear the data folder first.")
  boolean fresh;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Choose another series of orders (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = {"--players", "--concurrency"},
      paramLabel = "N",
      defaultValue = "24",
      description = "Customers at the same time, 1 to 200 (default: ${DEFAULT-VALUE}).")
  int players;

  @Option(
      names = "--beside",
      paramLabel = "NAME",
      description =
          "Make a database, roles and a topic for a service of your own, NAME, that you run beside"
              + " ours.")
  @Nullable String beside;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Add N, 0 to 6000, to every port (default: ${DEFAULT-VALUE}).")
  int portOffset;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep data, logs and passwords in DIR (default: .local in the source tree).")
  @Nullable Path data;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Checks what single options cannot know. */
  void requireSense() {
    require(orders == null || orders > 0, "--orders must be at least 1");
    require(!exit || orders != null, "--exit needs --orders N: customers would come for ever");
    require(
        players > 0 && players <= AT_ONCE_MAX, "--players must be between 1 and " + AT_ONCE_MAX);
    require(
        portOffset >= 0 && portOffset <= Ports.OFFSET_MAX,
        "--port-offset must be between 0 and " + Ports.OFFSET_MAX);
  }

  private void require(boolean sense, String otherwise) {
    if (!sense && spec != null) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  Setup setup(Path house, Map<String, String> environment) {
    Path folder = data == null ? house.resolve(".local") : data;
    return new Setup(
        house,
        folder,
        fresh,
        true,
        new Ports(portOffset),
        beside == null ? null : new Guest(beside),
        Setup.everyProgram(environment));
  }
}
