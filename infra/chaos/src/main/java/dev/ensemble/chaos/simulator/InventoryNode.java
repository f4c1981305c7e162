package dev.ensemble.chaos.simulator;

import dev.ensemble.inventory.InventorySettings;
import dev.ensemble.inventory.application.InventoryUseCases;
import dev.ensemble.inventory.application.Reservations;
import dev.ensemble.inventory.domain.Line;
import dev.ensemble.inventory.domain.Money;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Outcome;
import dev.ensemble.inventory.domain.PlacedOrder;
import dev.ensemble.inventory.domain.Reservation;
import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.inventory.domain.State;
import dev.ensemble.inventory.domain.StockCount;
import dev.ensemble.order.domain.Purchase;
import dev.ensemble.order.domain.ToldFact;
import dev.ensemble.payment.domain.PaymentFact;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The inventory service over a database in memory. */
final class InventoryNode implements Reservations {
  private static final InventorySettings SETTINGS =
      new InventorySettings(
          Moment.DISPATCH_AFTER,
          new InventorySettings.Dispatch(Moment.DISPATCH_AFTER, 1),
          new InventorySettings.Workers(false),
          new InventorySettings.Limits(1));

  private final Database database;
  private final boolean isDispatchedTooLate;
  private final Shelving shelving;
  private final InventoryUseCases useCases;

  /** The order that the running transaction is about, and how many ids it has made. */
  private int current;

  private int madeCount;

  /** Whether the running transaction is the warehouse's. */
  private boolean isAtTheDoor;

  InventoryNode(Database database, Scenario scenario, Mutation mutation) {
    this.database = database;
    this.isDispatchedTooLate = mutation == Mutation.DISPATCHED_TOO_LATE;
    this.shelving = new Shelving(database, scenario);
    this.useCases = InventoryUseCases.over(this, shelving, this::nextId, Moment.NOW, SETTINGS);
  }

  /** The reservation as it is committed. */
  Reservation reservation(int order) {
    return database.find(Slot.AGGREGATE, order) instanceof Reservation found
        ? found
        : Reservation.unknown(new OrderId(Naming.order(order)));
  }

  boolean isShipping(int order) {
    return database.find(Slot.AGGREGATE, order) instanceof Reservation found
        && found.state() instanceof State.Shipping;
  }

  Shelving shelving() {
    return shelving;
  }

  void dispatch(int order, Crash crash) {
    database.transact(
        Action.DISPATCH,
        crash,
        () -> {
          begin(order);
          isAtTheDoor = true;
          useCases.dispatch().dispatch(new OrderId(Naming.order(order)));
        });
  }

  void spoil(String sku) {
    database.transact(
        sku,
        Crash.NONE,
        () -> {
          StockCount count = new StockCount(shelving.item(sku).onHand(), false, null);
          useCases.setStock().set(new Sku(sku), count, seen -> true);
        });
  }

  void react(Row row) {
    begin(row.order());
    OrderId id = new OrderId(Naming.order(row.order()));
    if (row.fact() instanceof ToldFact told) {
      switch (told) {
        case ToldFact.Placed it -> useCases.reserve().reserve(placed(id, it.purchase()));
        case ToldFact.CancellationRequested it ->
            useCases.cancel().cancel(id, Choreography.cancellation(it.by()));
      }
    } else if (row.fact() instanceof PaymentFact fact) {
      switch (fact) {
        case PaymentFact.Charged it -> useCases.ship().ship(id);
        case PaymentFact.Declined it -> useCases.release().release(id);
        case PaymentFact.Refunded it -> throw ignored(row);
      }
    } else {
      throw ignored(row);
    }
  }

  private static IllegalStateException ignored(Row row) {
    return new IllegalStateException("inventory ignores " + row);
  }

  private static PlacedOrder placed(OrderId id, Purchase purchase) {
    return new PlacedOrder(
        id,
        purchase.customerId().value(),
        new Money(purchase.total().cents()),
        purchase.lines().stream()
            .map(line -> new Line(new Sku(line.sku().value()), line.quantity().pieces()))
            .toList());
  }

  private void begin(int order) {
    current = order;
    madeCount = 0;
    isAtTheDoor = false;
  }

  private UUID nextId() {
    return Naming.made(Service.INVENTORY, current, reservation(current).version(), madeCount++);
  }

  @Override
  public Reservation find(OrderId orderId) {
    Reservation found = reservation(Naming.order(orderId.value()));
    return isDispatchedTooLate && isAtTheDoor ? revived(found) : found;
  }

  private static Reservation revived(Reservation found) {
    return found.state() instanceof State.ShipmentCancelled cancelled
        ? new Reservation(
            found.orderId(),
            found.version(),
            found.lines(),
            new State.Shipping(cancelled.shipment(), Moment.NOW.instant()))
        : found;
  }

  @Override
  public Reservation look(OrderId orderId) {
    return find(orderId);
  }

  @Override
  public void lock(Collection<OrderId> orderIds) {
    // One transaction at a time: there is nobody to wait for.
  }

  @Override
  public List<Reservation> claimDue(Instant now, int countMax) {
    throw new UnsupportedOperationException("the schedule says which parcel leaves");
  }

  @Override
  public void save(Outcome outcome) {
    if (outcome instanceof Outcome.Changed changed) {
      Reservation next = changed.next();
      int order = Naming.order(next.orderId().value());
      database.put(Slot.AGGREGATE, order, next);
      changed.stock().forEach(shelving::move);
      database.tell(order, next.version(), changed.fact());
    }
  }
}
