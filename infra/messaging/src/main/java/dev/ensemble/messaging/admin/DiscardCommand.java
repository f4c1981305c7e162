package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.Discard;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Decides that what is parked is never acted on. */
@Command(
    name = "discard",
    description = {
      "Decide that parked events are never acted on. What waits behind them of their key goes on"
          + " waiting for a redrive."
    })
final class DiscardCommand extends ActionCommand<Discard.Order> {

  @Option(
      names = "--number",
      paramLabel = "N",
      description = "The one with this number, as a list shows it.")
  private @Nullable Long number;

  @Override
  Discard.Order order() {
    return new Discard.Order(chosen(number).required(), decision(), limit, dryRun);
  }

  @Override
  Report carriedOut(AdminDesk desk, Discard.Order order, Disclosure disclosure) {
    return desk.discard(order, disclosure);
  }
}
