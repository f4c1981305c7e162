package dev.ensemble.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A warehouse on paper: applies what transitions say, and checks after each that pieces add up. */
final class Warehouse {
  static final Sku MUG = new Sku("tea-mug");
  static final Sku POT = new Sku("tea-pot");
  static final Instant NOW = Instant.parse("2026-11-21T09:30:00.123456Z");
  static final Duration DISPATCH_AFTER = Duration.ofSeconds(1);
  static final OrderId ORDER = new OrderId(new UUID(7, 1));
  static final ShipmentId SHIPMENT = new ShipmentId(new UUID(7, 2));
  static final PlacedOrder TWO_MUGS_AND_A_POT =
      new PlacedOrder(
          ORDER, "alice", new Money(5_999), List.of(new Line(MUG, 2), new Line(POT, 1)));

  private final Map<Sku, StockItem> items = new HashMap<>();
  private final Map<Sku, Long> received;
  private final Map<Sku, Long> dispatched = new HashMap<>();
  private Reservation reservation = Reservation.unknown(ORDER);

  Warehouse(StockItem... stocked) {
    for (StockItem item : stocked) {
      items.put(item.sku(), item);
    }
    received = items.values().stream().collect(Collectors.toMap(StockItem::sku, StockItem::onHand));
  }

  static Warehouse stocked() {
    return new Warehouse(shelf(MUG, 10), shelf(POT, 10));
  }

  static StockItem shelf(Sku sku, long onHand) {
    return new StockItem(sku, onHand, 0, true, null);
  }

  /** What can reach a reservation: facts of the others, and the warehouse's own door. */
  enum Step {
    PLACED,
    CHARGED,
    DECLINED,
    CANCELLATION,
    DISPATCH
  }

  Outcome take(Step step) {
    Outcome outcome =
        switch (step) {
          case PLACED -> reservation.reserve(TWO_MUGS_AND_A_POT, shelves());
          case CHARGED -> reservation.ship(SHIPMENT, shelves(), NOW, DISPATCH_AFTER);
          case DECLINED -> reservation.release();
          case CANCELLATION -> reservation.cancel(CancellationReason.CUSTOMER, NOW);
          case DISPATCH -> reservation.dispatch(shelves(), NOW);
        };
    if (outcome instanceof Outcome.Changed changed) {
      assertThat(changed.next().version()).isEqualTo(reservation.version() + 1);
      assertThat(changed.fact().orderId()).isEqualTo(ORDER);
      changed.stock().forEach(this::move);
      reservation = changed.next();
    }
    checkThatPiecesAddUp();
    return outcome;
  }

  Warehouse after(Step... steps) {
    for (Step step : steps) {
      take(step);
    }
    return this;
  }

  void recount(Sku sku, StockCount count) {
    items.computeIfPresent(sku, (same, item) -> item.counted(count));
  }

  Reservation reservation() {
    return reservation;
  }

  StockItem item(Sku sku) {
    return shelves().items().getOrDefault(sku, StockItem.empty(sku));
  }

  long reservedPieces() {
    return items.values().stream().mapToLong(StockItem::reserved).sum();
  }

  private Shelves shelves() {
    return new Shelves(items);
  }

  private void move(StockChange change) {
    items.computeIfPresent(
        change.sku(),
        (sku, item) ->
            new StockItem(
                sku,
                item.onHand() + change.onHand(),
                item.reserved() + change.reserved(),
                item.shippable(),
                item.handlingTime()));
    dispatched.merge(change.sku(), -change.onHand(), Long::sum);
  }

  private void checkThatPiecesAddUp() {
    // Bare ifs, because some walks come by here a million times.
    for (StockItem item : items.values()) {
      long left = dispatched.getOrDefault(item.sku(), 0L);
      if (item.onHand() + left != received.getOrDefault(item.sku(), 0L)) {
        throw new AssertionError(left + " have left, and there are " + item);
      }
    }
  }
}
