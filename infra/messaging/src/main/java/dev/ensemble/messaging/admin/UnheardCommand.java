package dev.ensemble.messaging.admin;

import java.io.Serial;
import java.util.Set;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Somebody gave a command, and the application was about to serve. */
final class UnheardCommand extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  /** The setting that is false where such a word is the application's own. */
  static final String REFUSED = "ensemble.messaging.admin.refuse-unheard-commands";

  private static final Set<String> COMMANDS =
      Set.of("parked", "redrive", "discard", "park", "inbox");

  private UnheardCommand(String command) {
    super(
        "The application was started with the command '" + command + "' and would serve instead.");
  }

  static void refuse(ApplicationArguments arguments) {
    arguments.getNonOptionArgs().stream()
        .limit(1)
        .filter(COMMANDS::contains)
        .forEach(
            command -> {
              throw new UnheardCommand(command);
            });
  }

  /** In a paragraph instead of a stack trace. */
  static final class Analyzer extends AbstractFailureAnalyzer<UnheardCommand> {

    @Override
    protected FailureAnalysis analyze(Throwable root, UnheardCommand unheard) {
      return new FailureAnalysis(
          unheard.getMessage(),
          "Let its main method begin with MessagingCommands.runIfMeant(TheApplication.class, args)."
              + " Where the word is an argument of the application's own, set "
              + REFUSED
              + "=false.",
          unheard);
    }
  }
}
