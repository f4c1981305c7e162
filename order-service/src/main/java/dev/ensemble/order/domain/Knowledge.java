package dev.ensemble.order.domain;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an order's way. It only grows, and the status is read from it: facts come from
 * two topics in any interleaving, and the end must not depend on which came first.
 *
 * @param endReason why the order was cancelled; null as long as it was not
 */
public record Knowledge(
    Set<Milestone> milestones, Cancellation cancellation, @Nullable EndReason endReason) {

  static final Knowledge NONE = new Knowledge(Set.of(), new Cancellation.None(), null);

  public Knowledge {
    milestones = Set.copyOf(milestones);
    if (endReason != null && milestones.contains(Milestone.DISPATCHED)) {
      throw new IllegalArgumentException("a dispatched order was not cancelled");
    }
  }

  public Status status() {
    if (knows(Milestone.DISPATCHED)) {
      return Status.COMPLETED;
    }
    if (endReason != null) {
      return Status.CANCELLED;
    }
    if (cancellation instanceof Cancellation.Requested || isCompensating()) {
      return Status.CANCELLING;
    }
    if (knows(Milestone.SHIPMENT_CREATED)) {
      return Status.SHIPPING;
    }
    if (knows(Milestone.CHARGED)) {
      return Status.PAID;
    }
    return knows(Milestone.RESERVED) ? Status.RESERVED : Status.PLACED;
  }

  /** The same, and what the fact adds; equal to this one where it adds nothing. */
  Knowledge with(OrderFact fact) {
    if (fact instanceof OrderFact.CancellationRefused) {
      return refused();
    }
    if (status().isEnd()) {
      return this;
    }
    return switch (fact) {
      case OrderFact.StockReserved f -> knowing(Milestone.RESERVED);
      case OrderFact.StockRejected f -> knowing(Milestone.REJECTED).ended(EndReason.OUT_OF_STOCK);
      case OrderFact.StockReleased f -> released(f.reason());
      case OrderFact.PaymentCharged f -> knowing(Milestone.CHARGED);
      case OrderFact.PaymentDeclined f -> declined();
      case OrderFact.PaymentRefunded f -> knowing(Milestone.REFUNDED).ended(f.reason());
      case OrderFact.ShipmentCreated f -> knowing(Milestone.SHIPMENT_CREATED);
      case OrderFact.ShipmentFailed f -> knowing(Milestone.SHIPMENT_FAILED);
      case OrderFact.ShipmentCancelled f -> knowing(Milestone.SHIPMENT_CANCELLED);
      case OrderFact.ShipmentDispatched f -> knowing(Milestone.DISPATCHED);
      case OrderFact.CancellationRefused f -> refused();
    };
  }

  Knowledge requested(Asker by) {
    return new Knowledge(milestones, new Cancellation.Requested(by), endReason);
  }

  /**
   * Stock is released without a shipment. Where a charge is known its refund is still to come, and
   * the order ends with it; where none is known there was none, or its refund will find the order
   * ended for the same reason.
   */
  private Knowledge released(EndReason reason) {
    Knowledge next = knowing(Milestone.RELEASED);
    return knows(Milestone.CHARGED) ? next : next.ended(reason);
  }

  /**
   * Without a wish to cancel, inventory can only release for the same reason, so the order ends at
   * once. With one, inventory decides which of the two came first, and its release will say so: an
   * end at once would have a reason that depends on which topic was read first.
   */
  private Knowledge declined() {
    Knowledge next = knowing(Milestone.DECLINED);
    return cancellation instanceof Cancellation.None
        ? next.ended(EndReason.PAYMENT_DECLINED)
        : next;
  }

  /** A note, not a move: a completed order takes it, too, and stays completed. */
  private Knowledge refused() {
    return cancellation instanceof Cancellation.Requested requested && endReason == null
        ? new Knowledge(milestones, new Cancellation.Refused(requested.by()), null)
        : this;
  }

  private boolean isCompensating() {
    return knows(Milestone.DECLINED)
        || knows(Milestone.RELEASED)
        || knows(Milestone.SHIPMENT_FAILED)
        || knows(Milestone.SHIPMENT_CANCELLED);
  }

  private boolean knows(Milestone milestone) {
    return milestones.contains(milestone);
  }

  private Knowledge knowing(Milestone milestone) {
    EnumSet<Milestone> more = EnumSet.of(milestone);
    more.addAll(milestones);
    return new Knowledge(more, cancellation, endReason);
  }

  private Knowledge ended(EndReason reason) {
    return new Knowledge(milestones, cancellation, reason);
  }
}
