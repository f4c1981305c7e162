package dev.ensemble.inventory.domain;

import dev.ensemble.inventory.domain.Outcome.Changed;
import dev.ensemble.inventory.domain.Outcome.Unchanged;
import dev.ensemble.inventory.domain.State.Dispatched;
import dev.ensemble.inventory.domain.State.Ended;
import dev.ensemble.inventory.domain.State.Rejected;
import dev.ensemble.inventory.domain.State.Released;
import dev.ensemble.inventory.domain.State.Reserved;
import dev.ensemble.inventory.domain.State.ShipmentCancelled;
import dev.ensemble.inventory.domain.State.ShipmentFailed;
import dev.ensemble.inventory.domain.State.Shipping;
import dev.ensemble.inventory.domain.State.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the warehouse holds for one order, its shipment included. Facts of other services arrive in
 * any interleaving; every transition answers in every state.
 *
 * @param version grows by one with each change, from 0 for an order nobody heard of
 * @param lines what was held; kept for the reader after the end, empty where nothing ever was
 */
public record Reservation(OrderId orderId, long version, List<Line> lines, State state) {

  public Reservation {
    lines = List.copyOf(lines);
  }

  public static Reservation unknown(OrderId orderId) {
    return new Reservation(orderId, 0, List.of(), new Unknown());
  }

  /** An order was placed: all of its lines are held, or none. */
  public Outcome reserve(PlacedOrder order, Shelves shelves) {
    return switch (state) {
      case Unknown none -> hold(order, shelves.firstShort(order.lines()));
      case Reserved reserved -> new Unchanged("its lines are held already");
      case Shipping shipping -> new Unchanged("it is paid and waits for its dispatch");
      case Dispatched dispatched -> new Unchanged("it was dispatched");
      case Ended ended -> ended(ended);
    };
  }

  private Changed hold(PlacedOrder order, Optional<Rejected> shortage) {
    if (shortage.isPresent()) {
      Rejected rejected = shortage.get();
      return change(
          rejected,
          new ReservationFact.StockRejected(orderId, rejected.reason(), rejected.sku()),
          List.of());
    }
    return new Changed(
        new Reservation(orderId, version + 1, order.lines(), new Reserved()),
        new ReservationFact.StockReserved(
            orderId, order.customerId(), order.total(), order.lines()),
        StockChange.reserve(order.lines()));
  }

  /**
   * The order is paid: a shipment waits until it is due, or fails where an item cannot be shipped.
   *
   * @param dispatchAfter how long items take that name no handling time of their own
   */
  public Outcome ship(ShipmentId shipment, Shelves shelves, Instant now, Duration dispatchAfter) {
    return switch (state) {
      // A charge follows from a reservation, so this is a stranger's word. The order's deadline
      // asks for its end, and the release that answers it makes payment give the money back.
      case Unknown none -> new Unchanged("nothing is held that could be shipped");
      case Reserved reserved ->
          shelves
              .firstUnshippable(lines)
              .map(sku -> fail(shipment, sku))
              .orElseGet(
                  () ->
                      change(
                          new Shipping(
                              shipment, now.plus(shelves.handlingTime(lines, dispatchAfter))),
                          new ReservationFact.ShipmentCreated(orderId, shipment),
                          List.of()));
      case Shipping shipping -> new Unchanged("it waits for its dispatch already");
      case Dispatched dispatched -> new Unchanged("it was dispatched");
      case Ended ended -> ended(ended);
    };
  }

  /** The payment was declined: what is held becomes free. */
  public Outcome release() {
    return switch (state) {
      // The mark keeps an order that is placed later from holding pieces for ever.
      case Unknown none -> release(ReleaseReason.PAYMENT_DECLINED);
      case Reserved reserved -> release(ReleaseReason.PAYMENT_DECLINED);
      case Shipping shipping -> new Unchanged("it is paid and waits for its dispatch");
      case Dispatched dispatched -> new Unchanged("it was dispatched");
      case Ended ended -> ended(ended);
    };
  }

  /** Someone wants the order's end: granted until the dispatch, refused once after it. */
  public Outcome cancel(CancellationReason reason, Instant now) {
    return switch (state) {
      case Unknown none -> release(ReleaseReason.of(reason));
      case Reserved reserved -> release(ReleaseReason.of(reason));
      case Shipping shipping ->
          change(
              new ShipmentCancelled(shipping.shipment(), reason),
              new ReservationFact.ShipmentCancelled(orderId, shipping.shipment(), reason),
              StockChange.release(lines));
      case Dispatched dispatched ->
          dispatched.refusedAt() == null
              ? refuse(dispatched, now)
              : new Unchanged("the cancellation was refused already");
      case Ended ended -> ended(ended);
    };
  }

  /** The parcel is at the door: it leaves, or fails where an item cannot be shipped any more. */
  public Outcome dispatch(Shelves shelves, Instant now) {
    return switch (state) {
      case Unknown none -> new Unchanged("there is no shipment");
      case Reserved reserved -> new Unchanged("it is not paid");
      case Shipping shipping ->
          shelves
              .firstUnshippable(lines)
              .map(sku -> fail(shipping.shipment(), sku))
              .orElseGet(
                  () ->
                      change(
                          new Dispatched(shipping.shipment(), now, null),
                          new ReservationFact.ShipmentDispatched(orderId, shipping.shipment(), now),
                          StockChange.dispatch(lines)));
      case Dispatched dispatched -> new Unchanged("it was dispatched already");
      case Ended ended -> ended(ended);
    };
  }

  /** The SKUs whose rows a transition of this reservation needs. */
  public List<Sku> skus() {
    return lines.stream().map(Line::sku).toList();
  }

  private Changed release(ReleaseReason reason) {
    return change(
        new Released(reason),
        new ReservationFact.StockReleased(orderId, reason),
        StockChange.release(lines));
  }

  private Changed fail(ShipmentId shipment, Sku sku) {
    return change(
        new ShipmentFailed(shipment, sku),
        new ReservationFact.ShipmentFailed(orderId, shipment, sku),
        StockChange.release(lines));
  }

  /** A note on the end, so that the asker is answered once however often it asks. */
  private Changed refuse(Dispatched dispatched, Instant now) {
    return change(
        new Dispatched(dispatched.shipment(), dispatched.dispatchedAt(), now),
        new ReservationFact.CancellationRefused(orderId),
        List.of());
  }

  private Changed change(State next, ReservationFact fact, List<StockChange> stock) {
    return new Changed(new Reservation(orderId, version + 1, lines, next), fact, stock);
  }

  private static Unchanged ended(Ended ended) {
    return new Unchanged("it has ended: " + ended);
  }
}
