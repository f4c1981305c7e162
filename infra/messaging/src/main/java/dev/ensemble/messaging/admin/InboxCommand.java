package dev.ensemble.messaging.admin;

import static java.util.Objects.requireNonNull;

import dev.ensemble.messaging.InboxStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Looks at the inbox. */
@Command(name = "inbox", description = "Look at the inbox: status.")
final class InboxCommand implements Runnable {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public void run() {
    throw RootCommand.noCommand(spec);
  }

  @Command(
      description = {
        "Tell what is parked, how near that is to its limits, and how far the group is behind. What"
            + " a running service's workers do is known to the service itself: /actuator/inbox."
      })
  int status(@Mixin OutputOptions output) {
    return requireNonNull(root)
        .atDesk(
            desk -> {
              InboxStatus status = desk.status();
              output.print(requireNonNull(spec).commandLine().getOut(), status, Lines.of(status));
              return status.parked().events() == 0
                  ? MessagingCommands.DONE
                  : MessagingCommands.NOT_WELL;
            });
  }
}
