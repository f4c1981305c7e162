package dev.ensemble.messaging.admin;

import static java.util.Objects.requireNonNull;

import dev.ensemble.messaging.Discard;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Decides that what is parked is never acted on. */
@Command(
    name = "discard",
    description = {
      "Decide that parked events are never acted on. What waits behind them of their key goes on"
          + " waiting for a redrive."
    })
final class DiscardCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ActionOptions action = new ActionOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Disclosure disclosure = output.disclosure();
    Discard.Order order =
        Unclear.unless(
            () ->
                new Discard.Order(
                    action.chosen().required(), action.decision(), action.limit, action.dryRun));
    return requireNonNull(root)
        .atDesk(
            desk -> {
              Report report = desk.discard(order, disclosure);
              output.print(requireNonNull(spec).commandLine().getOut(), report, Lines.of(report));
              return report.complete() ? MessagingCommands.DONE : MessagingCommands.NOT_WELL;
            });
  }
}
