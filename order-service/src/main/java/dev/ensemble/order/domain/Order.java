package dev.ensemble.order.domain;

import dev.ensemble.order.domain.Outcome.Changed;
import dev.ensemble.order.domain.Outcome.Reason;
import dev.ensemble.order.domain.Outcome.Unchanged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A customer's order on its way through the saga.
 *
 * @param version 1 when placed, one more with every change; the facts told carry it
 */
public record Order(OrderId id, Purchase purchase, Knowledge knowledge, long version) {

  /** Begins an order: it is placed, and that is all that is known of it. */
  public static Placing place(
      OrderId id, CustomerId customer, List<Line> lines, Instant at, Duration timeToEnd) {
    long cents = Purchase.centsOf(lines);
    if (!Money.isAllowed(cents)) {
      return new Placing.TotalTooLarge();
    }
    Purchase purchase = new Purchase(customer, lines, new Money(cents), at, at.plus(timeToEnd));
    Order order = new Order(id, purchase, Knowledge.NONE, 1);
    ToldFact told = new ToldFact.Placed(id, purchase);
    return new Placing.Placed(
        new Changed(order, List.of(told), List.of(new Step(order.status(), told.type(), at))));
  }

  public Status status() {
    return knowledge.status();
  }

  /** Takes in what another service told, whenever it comes and however often. */
  public Outcome apply(OrderFact fact, Instant at) {
    Knowledge next = knowledge.with(fact);
    if (next.equals(knowledge)) {
      return new Unchanged(whyNothingCameOf(fact));
    }
    return changed(next, List.of(), fact.type(), at);
  }

  /** Asks for the order's end, once; whether it is cancelled is inventory's to say. */
  public Outcome requestCancellation(Asker by, Instant at) {
    return switch (status()) {
      case CANCELLED -> new Unchanged(Reason.ALREADY_CANCELLED);
      case COMPLETED -> new Unchanged(Reason.ALREADY_COMPLETED);
      case CANCELLING -> new Unchanged(whyItIsCancelling());
      case PLACED, RESERVED, PAID, SHIPPING ->
          // A refusal says that the parcel has left, whatever else is known by now.
          knowledge.cancellation() instanceof Cancellation.Refused
              ? new Unchanged(Reason.ALREADY_COMPLETED)
              : requested(by, at);
    };
  }

  private Outcome requested(Asker by, Instant at) {
    ToldFact told = new ToldFact.CancellationRequested(id, by, at);
    return changed(knowledge.requested(by), List.of(told), told.type(), at);
  }

  private Changed changed(Knowledge next, List<ToldFact> told, String because, Instant at) {
    Order order = new Order(id, purchase, next, version + 1);
    List<Step> steps =
        order.status() == status() ? List.of() : List.of(new Step(order.status(), because, at));
    return new Changed(order, told, steps);
  }

  private Reason whyItIsCancelling() {
    return knowledge.cancellation() instanceof Cancellation.None
        ? Reason.ALREADY_CANCELLING
        : Reason.ALREADY_ASKED;
  }

  private Reason whyNothingCameOf(OrderFact fact) {
    return switch (status()) {
      case CANCELLED -> Reason.ALREADY_CANCELLED;
      case COMPLETED -> Reason.ALREADY_COMPLETED;
      case PLACED, RESERVED, PAID, SHIPPING, CANCELLING ->
          fact instanceof OrderFact.CancellationRefused
                  && knowledge.cancellation() instanceof Cancellation.None
              ? Reason.NOTHING_TO_REFUSE
              : Reason.ALREADY_KNOWN;
    };
  }
}
