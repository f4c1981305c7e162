package dev.ensemble.messaging.admin;

import static java.util.Objects.requireNonNull;

import dev.ensemble.messaging.Redrive;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Acts on what is parked, with the service's own reactions. */
@Command(
    name = "redrive",
    description = {
      "Act on parked events again, key after key, each from its first event on, and tell what really"
          + " happened to each."
    })
final class RedriveCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ActionOptions action = new ActionOptions();

  @Option(
      names = "--even-forgotten",
      description =
          "Try also what is older than the inbox remembers. What took effect long ago takes effect"
              + " once more: only for whoever knows that it has not.")
  private boolean evenForgotten;

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Disclosure disclosure = output.disclosure();
    Redrive.Order order =
        Unclear.unless(
            () ->
                new Redrive.Order(
                    action.chosen().required(),
                    action.decision(),
                    action.limit,
                    action.dryRun,
                    evenForgotten));
    return requireNonNull(root)
        .atDesk(
            desk -> {
              Report report = desk.redrive(order, disclosure);
              output.print(requireNonNull(spec).commandLine().getOut(), report, Lines.of(report));
              return report.complete() ? MessagingCommands.DONE : MessagingCommands.NOT_WELL;
            });
  }
}
