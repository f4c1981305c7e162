package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.InboxOutage;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import picocli.CommandLine;

/**
 * The commands of a service's own jar: what is parked and the inbox's status, redrive, discard and
 * park. A {@code main} that begins with {@link #runIfMeant} has them.
 *
 * <p>A command starts the application without its web server, its workers and its migrations, and
 * works on the database directly: with the service's own reactions, whether the service runs or
 * not. Beside a running service it is safe, because redrive and live traffic share a lock per key.
 */
public final class MessagingCommands {
  static final int DONE = 0;
  static final int NOT_WELL = 1;
  static final int UNCLEAR = 2;
  static final int NOT_ASKED = 3;

  private static final int USAGE_COLUMNS = 100;

  /** A setting of the application has a dot in its name, and an option of a command has none. */
  private static final Pattern SETTING = Pattern.compile("--[A-Za-z0-9_-]+[.][^=]*(=.*)?");

  private final Class<?> application;

  private MessagingCommands(Class<?> application) {
    this.application = application;
  }

  /**
   * Carries out the command that the arguments name, and ends the process with its exit code.
   * Returns where they name none: where there are none at all, or only the service's own.
   *
   * @param application the class that {@code SpringApplication} is started with
   */
  public static void runIfMeant(Class<?> application, String... arguments) {
    if (areMeantBy(arguments)) {
      PrintWriter out = new PrintWriter(System.out, false, Charset.defaultCharset());
      PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
      // Whatever the application prints or logs: what is printed here may go into a pipe.
      System.setOut(System.err);
      System.exit(run(application, out, err, arguments));
    }
  }

  /**
   * Whether these arguments are not for the service itself: its own all begin with two dashes, and
   * no command has them. Whoever writes an option before its command must not start the service,
   * which would migrate the schema and join the group.
   */
  public static boolean areMeantBy(String... arguments) {
    return Arrays.stream(arguments)
        .filter(argument -> !SETTING.matcher(argument).matches())
        .anyMatch(argument -> !argument.startsWith("-") || isOption(argument));
  }

  private static boolean isOption(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    // Only the commands' own words are asked for.
    RootCommand root =
        new RootCommand(
            () -> {
              throw new IllegalStateException("there is no application");
            });
    return isOption(name, new CommandLine(root));
  }

  private static boolean isOption(String name, CommandLine line) {
    return line.getCommandSpec().findOption(name) != null
        || line.getSubcommands().values().stream().anyMatch(each -> isOption(name, each));
  }

  /**
   * Carries out the command that the arguments name, for who ends the process by himself.
   *
   * @return the exit code: 0 done; 1 answered, and not all is well or done; 2 the options make no
   *     sense; 3 the application could not be started, or its database not be reached
   */
  public static int run(
      Class<?> application, PrintWriter out, PrintWriter err, String... arguments) {
    return new MessagingCommands(application).run(out, err, arguments);
  }

  private int run(PrintWriter out, PrintWriter err, String... arguments) {
    List<String> settings = new ArrayList<>();
    List<String> command = new ArrayList<>();
    for (String argument : arguments) {
      (SETTING.matcher(argument).matches() ? settings : command).add(argument);
    }
    int code = commandLine(settings, out, err).execute(command.toArray(String[]::new));
    out.flush();
    err.flush();
    return code;
  }

  private CommandLine commandLine(List<String> settings, PrintWriter out, PrintWriter err) {
    CommandLine root =
        new CommandLine(new RootCommand(() -> Offline.open(application, settings)))
            .setCommandName(name())
            .setUsageHelpWidth(USAGE_COLUMNS)
            .setOut(out)
            .setErr(err);
    sortNothing(root);
    root.setParameterExceptionHandler(
        (refused, command) -> unclear(refused.getCommandLine(), refused));
    return root.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          if (failure instanceof Unclear) {
            return unclear(line, failure);
          }
          if (failure instanceof InboxOutage) {
            line.getErr().println("The database is out of reach: " + reason(failure));
            return NOT_ASKED;
          }
          if (failure instanceof Offline.NotStarted) {
            line.getErr().println(failure.getMessage());
            return NOT_ASKED;
          }
          throw failure;
        });
  }

  private static int unclear(CommandLine line, Exception refused) {
    line.getErr().println(refused.getMessage());
    line.usage(line.getErr());
    return UNCLEAR;
  }

  private static void sortNothing(CommandLine line) {
    line.getCommandSpec().usageMessage().sortOptions(false);
    line.getSubcommands().values().forEach(MessagingCommands::sortNothing);
  }

  static String reason(Throwable failure) {
    String reason = String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
    return reason.lines().findFirst().orElse(reason);
  }

  /** As a person calls it. */
  private String name() {
    String path = System.getProperty("java.class.path", "");
    @Nullable Path file = path.endsWith(".jar") ? Path.of(path).getFileName() : null;
    return file == null ? application.getSimpleName() : "java -jar " + file;
  }
}
