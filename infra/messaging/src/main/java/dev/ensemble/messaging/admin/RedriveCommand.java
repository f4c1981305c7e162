package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.Redrive;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Acts on what is parked, with the service's own reactions. */
@Command(
    name = "redrive",
    description = {
      "Act on parked events again, key after key, each from its first event on, and tell what really"
          + " happened to each. What is chosen chooses its key: what is parked before and behind it"
          + " is acted on as well, in its order, up to the limit."
    })
final class RedriveCommand extends ActionCommand<Redrive.Order> {

  @Option(
      names = "--number",
      paramLabel = "N",
      description = "The key of the one with this number, as a list shows it.")
  private @Nullable Long number;

  @Option(
      names = "--even-forgotten",
      description =
          "Try also what is older than the inbox remembers. What took effect long ago takes effect"
              + " once more: only for whoever knows that it has not.")
  private boolean evenForgotten;

  @Override
  Redrive.Order order() {
    return new Redrive.Order(chosen(number).required(), decision(), limit, dryRun, evenForgotten);
  }

  @Override
  Report carriedOut(AdminDesk desk, Redrive.Order order, Disclosure disclosure) {
    return desk.redrive(order, disclosure);
  }
}
