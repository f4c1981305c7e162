package dev.ensemble.chaos;

import dev.ensemble.chaos.check.Checker;
import dev.ensemble.chaos.check.Judgement;
import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.history.Past;
import dev.ensemble.chaos.report.Report;
import dev.ensemble.chaos.system.Layout;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.stack.Cluster;
import dev.ensemble.local.stack.Ports;
import dev.ensemble.local.stack.Refusal;
import dev.ensemble.local.stack.Setup;
import dev.ensemble.local.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command behind {@code ./infra/chaos/check}. */
@Command(
    name = "./infra/chaos/check",
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "",
      "Judges a run again: starts the databases and the brokers that it has left, and nothing that"
          + " could change them, reads these and its history, and stops them.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every invariant holds, and enough went wrong to say so",
      "1:an invariant is violated; the story of it is told",
      "2:the options make no sense",
      "3:it did not start; one sentence says why",
      "4:something unexpected; the log has it",
      "5:every invariant holds, but too little went wrong: no proof"
    })
public final class Check implements Runnable {
  @Parameters(paramLabel = "DIR", description = "The folder of the run.")
  private Path folder = Path.of("");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  private final Path house;
  private int exitCode = ExitCode.HOLDS;

  Check(Path house) {
    this.house = house;
  }

  /** The script tells by the property {@code ensemble.house} where the source tree is. */
  public static void main(String[] args) {
    Check check = new Check(Path.of(System.getProperty("ensemble.house", "")).toAbsolutePath());
    int usage = commandLine(check).execute(args);
    System.exit(usage == CommandLine.ExitCode.OK ? check.exitCode : usage);
  }

  static CommandLine commandLine(Check check) {
    return new CommandLine(check)
        .setExecutionExceptionHandler((failure, line, parsed) -> Run.explain(failure));
  }

  @Override
  public void run() {
    Path data = folder.toAbsolutePath().resolve("system");
    if (!Files.isDirectory(data) || !Files.isRegularFile(folder.resolve(History.FILE))) {
      throw new Refusal(
          "%s is not the folder of a run: it lacks the folder 'system' or %s"
              .formatted(folder, History.FILE));
    }
    if (!Past.in(folder).hasEnd()) {
      throw new Refusal(
          "the run in %s was cut short: its history has no end, so it cannot be judged"
              .formatted(folder));
    }
    try {
      Judgement judgement = judge(folder.toAbsolutePath(), data);
      new Screen(System.out).verdict(judgement);
      Report.of(folder, judgement).write();
      exitCode = ExitCode.of(judgement);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      exitCode = ExitCode.UNEXPECTED;
    }
  }

  private Judgement judge(Path run, Path data) throws InterruptedException {
    Cluster cluster =
        new Cluster(Layout.BROKERS, 1, Cluster.Roads.DIRECT, SystemUnderTest.OF_POSTGRES);
    Setup setup =
        new Setup(
            house, data, false, false, Ports.free(cluster), null, Map.of(), Map.of(), cluster);
    try (Stack stack = Stack.over(setup, line -> {})) {
      Thread hook = new Thread(stack::kill);
      Runtime.getRuntime().addShutdownHook(hook);
      stack.start();
      Judgement judgement = Checker.judge(run, Evidence.of(stack), List.of());
      Runtime.getRuntime().removeShutdownHook(hook);
      return judgement;
    }
  }
}
