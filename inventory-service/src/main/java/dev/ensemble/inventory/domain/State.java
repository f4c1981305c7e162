package dev.ensemble.inventory.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where an order stands in the warehouse. Each state carries what is true in it, nothing more. */
public sealed interface State {

  /** Nothing was heard of the order yet. */
  record Unknown() implements State {}

  /** All lines are held; the payment is awaited. */
  record Reserved() implements State {}

  /** Paid, still holding its pieces, to be dispatched when due; it can still be cancelled. */
  record Shipping(ShipmentId shipment, Instant dueAt) implements State {}

  /**
   * The pieces have left. {@code refusedAt}: when a cancellation was told that it came too late.
   */
  record Dispatched(ShipmentId shipment, Instant dispatchedAt, @Nullable Instant refusedAt)
      implements State {}

  /** Nothing is held and nothing will be: whatever comes later changes nothing. */
  sealed interface Ended extends State {}

  /** At least this SKU was short or unknown, so no line was held. */
  record Rejected(RejectionReason reason, Sku sku) implements Ended {}

  /** Ended before a shipment existed; also the mark that an end leaves when it comes first. */
  record Released(ReleaseReason reason) implements Ended {}

  /** Paid, but this SKU cannot be shipped. */
  record ShipmentFailed(ShipmentId shipment, Sku sku) implements Ended {}

  /** Cancelled between payment and dispatch. */
  record ShipmentCancelled(ShipmentId shipment, CancellationReason reason) implements Ended {}
}
