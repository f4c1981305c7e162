package dev.ensemble.relay;

import static java.util.Objects.requireNonNull;

import dev.ensemble.relay.AdminClient.Refusal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The jar's subcommands: a running relay's admin endpoint for people. */
@Command(
    name = "java -jar outbox-relay.jar",
    sortOptions = false,
    synopsisSubcommandLabel = "[COMMAND]",
    versionProvider = RelayCommand.Version.class,
    subcommands = {DoctorCommand.class, HelpCommand.class},
    description = {
      "",
      "Without a command it runs the relay, and options are its settings, as in"
          + " --relay.heartbeat=5s. With a command it asks a relay that runs.",
      ""
    },
    commandListHeading = "%nCommands (help COMMAND tells its options):%n",
    exitCodeListHeading = "%nExit codes of the commands:%n",
    exitCodeList = {
      "0:it is done; for status and doctor: all is well",
      "1:there was an answer, but not all is well or done; the output says what",
      "2:the options make no sense",
      "3:the relay could not be asked"
    })
final class RelayCommand {
  private static final int NOT_WELL = 1;
  private static final int NOT_ASKED = 3;
  private static final int USAGE_COLUMNS = 100;
  private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  /** Whether these arguments are not for the relay itself: its own all begin with two dashes. */
  static boolean isMeantBy(String[] arguments) {
    return arguments.length > 0
        && (!arguments[0].startsWith("-") || OWN_OPTIONS.contains(arguments[0]));
  }

  static CommandLine commandLine() {
    CommandLine root = new CommandLine(new RelayCommand()).setUsageHelpWidth(USAGE_COLUMNS);
    root.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().usageMessage().sortOptions(false));
    return root.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          if (failure instanceof Refusal refusal) {
            line.getErr().println(refusal.getMessage());
            return refusal.isAnswer() ? NOT_WELL : NOT_ASKED;
          }
          throw failure;
        });
  }

  @Command(description = "Show how the sources are.")
  int status(@Mixin AdminOptions options) throws Refusal, InterruptedException {
    try (AdminClient client = AdminClient.of(options)) {
      if (options.json) {
        JsonNode answer = options.source == null ? client.all() : client.one(options.source);
        out().println(answer.toPrettyString());
        return AdminReport.isWell(answer) ? 0 : NOT_WELL;
      }
      List<JsonNode> sources = sources(client, options);
      AdminReport.status(sources).forEach(out()::println);
      return sources.stream().allMatch(AdminReport::isWell) ? 0 : NOT_WELL;
    } finally {
      out().flush();
    }
  }

  @Command(description = "Take no further rows; the slot stays held, and the server keeps the WAL.")
  int pause(@Mixin AdminOptions options) throws Refusal, InterruptedException {
    return tell(AdminCommand.PAUSE, options, Map.of());
  }

  @Command(description = "Go on after a pause.")
  int resume(@Mixin AdminOptions options) throws Refusal, InterruptedException {
    return tell(AdminCommand.RESUME, options, Map.of());
  }

  @Command(description = "Send the quarantined rows as far as they can be sent now.")
  int retry(@Mixin AdminOptions options) throws Refusal, InterruptedException {
    return tell(AdminCommand.RETRY, options, Map.of());
  }

  @Command(
      description =
          "Drop the slot of the named source, if that mends it, and end the relay; its next start"
              + " publishes from the table what is not on the topics. A source that is refused does"
              + " so at once, and nothing ends.")
  int recover(@Mixin AdminOptions options) throws Refusal, InterruptedException {
    requireSource("recover", "recover drops a slot", options);
    return tell(AdminCommand.RECOVER, options, Map.of());
  }

  @Command(
      description =
          "Give up a row that is aside: it is never sent, and the relay's log says who wanted that."
              + " What waits for it under its key goes out with the next retry.")
  int discard(
      @Mixin AdminOptions options,
      @Option(names = "--row", paramLabel = "ID", required = true, description = "The row's id.")
          String row,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              required = true,
              description = "Why, for whoever looks into it later.")
          String reason,
      @Option(
              names = "--by",
              paramLabel = "NAME",
              defaultValue = "${sys:user.name}",
              showDefaultValue = CommandLine.Help.Visibility.NEVER,
              description = "Who wants it; without it, the user of this machine.")
          String by)
      throws Refusal, InterruptedException {
    requireSource("discard", "discard gives a row up for good", options);
    return tell(AdminCommand.DISCARD, options, Map.of("row", row, "reason", reason, "by", by));
  }

  private void requireSource(String command, String because, AdminOptions options) {
    if (options.source == null) {
      throw new ParameterException(
          requireNonNull(spec).subcommands().get(command), because + ": say which with --source");
    }
  }

  @Command(description = "List the rows that are set aside, and why.")
  int quarantine(
      @Mixin AdminOptions options,
      @Option(
              names = "--from",
              paramLabel = "NUMBER",
              defaultValue = "0",
              description = "How many rows of each source are passed over (default: 0).")
          int from,
      @Option(
              names = "--rows",
              paramLabel = "NUMBER",
              defaultValue = "100",
              description = "How many are listed, at most 1000 (default: 100).")
          int rows)
      throws Refusal, InterruptedException {
    try (AdminClient client = AdminClient.of(options)) {
      List<JsonNode> sources = new ArrayList<>();
      for (JsonNode source : sources(client, options)) {
        sources.add(client.one(source.path("source").asString(), from, rows));
      }
      if (options.json) {
        sources.forEach(source -> out().println(source.path("quarantined").toPrettyString()));
      } else {
        AdminReport.quarantine(sources, from).forEach(out()::println);
      }
      return 0;
    } finally {
      out().flush();
    }
  }

  private int tell(AdminCommand command, AdminOptions options, Map<String, String> details)
      throws Refusal, InterruptedException {
    try (AdminClient client = AdminClient.of(options)) {
      boolean complete = true;
      for (JsonNode source : sources(client, options)) {
        JsonNode answer = client.tell(source.path("source").asString(), command, details);
        if (options.json) {
          out().println(answer.toPrettyString());
        } else {
          AdminReport.answer(answer).forEach(out()::println);
        }
        complete &= answer.path("kept").isEmpty();
      }
      return complete ? 0 : NOT_WELL;
    } finally {
      out().flush();
    }
  }

  private static List<JsonNode> sources(AdminClient client, AdminOptions options)
      throws Refusal, InterruptedException {
    return options.source == null
        ? client.all().path("sources").valueStream().toList()
        : List.of(client.one(options.source));
  }

  private PrintWriter out() {
    return requireNonNull(spec).commandLine().getOut();
  }

  /** From the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RelayCommand.class.getPackage().getImplementationVersion();
      return new String[] {"outbox-relay " + (version == null ? "not packaged" : version)};
    }
  }
}
