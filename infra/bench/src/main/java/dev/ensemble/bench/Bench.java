package dev.ensemble.bench;

import dev.ensemble.bench.http.HttpCommand;
import dev.ensemble.bench.inbox.InboxCommand;
import dev.ensemble.bench.relay.RelayCommand;
import dev.ensemble.local.stack.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code ./infra/bench/run}. */
@Command(
    name = "./infra/bench/run",
    sortOptions = false,
    usageHelpWidth = 100,
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {HttpCommand.class, InboxCommand.class, RelayCommand.class},
    description = {
      "",
      "Measures one thing beside what it is compared with: in one run, in alternation, on servers"
          + " that it starts and stops. Leave the machine alone meanwhile.",
      ""
    },
    commandListHeading = "%nBenchmarks (BENCHMARK --help tells its options):%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it was measured, and what is promised holds",
      "1:it was measured, and what is promised does not hold",
      "2:the options make no sense",
      "3:it did not start, or what was measured did not do its work",
      "4:it was measured, and nothing of what is promised can be judged by that",
      "130:stopped by Ctrl-C (143: by SIGTERM); what it has started is stopped, too"
    })
public final class Bench {
  /** It did not start, or what was measured is not what was meant to be. */
  private static final int REFUSED = 3;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private Bench() {}

  /** The script tells by the property {@code ensemble.house} where the source tree is. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              if (failure instanceof Refusal) {
                System.err.println(failure.getMessage());
                return REFUSED;
              }
              throw failure;
            });
  }
}
