package dev.ensemble.messaging.admin;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a service's jar can be told besides to serve. */
@Command(
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = {
      ParkedCommand.class,
      RedriveCommand.class,
      DiscardCommand.class,
      ParkCommand.class,
      InboxCommand.class,
      HelpCommand.class
    },
    description = {
      "",
      "Without a command it serves, and arguments are its settings, as in"
          + " --spring.datasource.url=... With a command it works on the database, whether the"
          + " service runs or not; settings may stand beside the command's options.",
      ""
    },
    commandListHeading = "%nCommands (help COMMAND tells its options):%n",
    exitCodeListHeading = "%nExit codes of the commands:%n",
    exitCodeList = {
      "0:it is done; for inbox status: nothing is parked",
      "1:there was an answer, but not all is well or done, or nothing is parked that was named; the"
          + " output says what",
      "2:the options make no sense",
      "3:the application could not be started, or its database not be reached"
    })
final class RootCommand implements Runnable {
  private final Supplier<Offline> application;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  RootCommand(Supplier<Offline> application) {
    this.application = application;
  }

  /** With the application, for the length of one command. */
  int atDesk(ToIntFunction<AdminDesk> command) {
    try (Offline offline = application.get()) {
      return command.applyAsInt(offline.desk());
    }
  }

  @Override
  public void run() {
    throw noCommand(spec);
  }

  /** A command of commands that was called without one of them. */
  static ParameterException noCommand(@Nullable CommandSpec spec) {
    CommandLine line = requireNonNull(spec).commandLine();
    return new ParameterException(
        line, "Say which: " + String.join(", ", line.getSubcommands().keySet()));
  }
}
