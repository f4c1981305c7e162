package dev.ensemble.chaos.simulator;

import dev.ensemble.inventory.domain.Reservation;
import dev.ensemble.inventory.domain.State;
import dev.ensemble.inventory.domain.StockItem;
import dev.ensemble.order.domain.EndReason;
import dev.ensemble.order.domain.Order;
import dev.ensemble.order.domain.Status;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.LedgerAccount;
import dev.ensemble.payment.domain.Till;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold. What a single transaction can break is noticed within it ({@link Inbox#acting},
 * {@link Books}, {@link InventoryNode}, {@link OrderNode#save}); the rest is looked at here.
 */
final class Invariants {
  private final World world;

  Invariants(World world) {
    this.world = world;
  }

  /** In every state, about one order. */
  void checkAlways(int order) {
    for (Service service : Service.values()) {
      Database database = world.database(service);
      if (database.outbox().size() != database.toldCount()) {
        throw new Violation(
            Invariant.TOLD_WITH_THE_CHANGE,
            "%s has committed %d facts, and %d are in its outbox"
                .formatted(service.title(), database.toldCount(), database.outbox().size()));
      }
    }
    boolean isDispatched = isDispatched(order);
    Order found = world.order().order(order);
    Status status = found == null ? Status.PLACED : found.status();
    if (isDispatched && (isRefunded(order) || status == Status.CANCELLED)) {
      throw new Violation(
          Invariant.ONE_ENDING,
          "the parcel left, and the order is " + (isRefunded(order) ? "refunded" : "CANCELLED"));
    }
    if (status == Status.COMPLETED && !isDispatched) {
      throw new Violation(Invariant.ONE_ENDING, "the order is COMPLETED, and no parcel left");
    }
    checkProvider(order);
  }

  private void checkProvider(int order) {
    Provider.Intent intent = world.provider().intent(order);
    if (intent.returnedCents() > intent.paidCents()) {
      throw new Violation(
          Invariant.MONEY,
          "the provider was paid %d cents and gave back %d"
              .formatted(intent.paidCents(), intent.returnedCents()));
    }
  }

  /** Where nothing is left to do. */
  void checkEnd() {
    checkOutboxes();
    for (int order = 0; order < world.scenario().wishes().size(); order++) {
      checkEnd(order);
    }
    checkSums();
  }

  private void checkEnd(int order) {
    Order found = world.order().order(order);
    if (found == null) {
      return;
    }
    checkNothingLost(order);
    if (!found.status().isEnd()) {
      throw new Violation(
          Invariant.EVERY_ORDER_ENDS,
          "nothing is left to do, and the order is " + OrderNode.described(found));
    }
    boolean isCompleted = found.status() == Status.COMPLETED;
    boolean isPaid = isCharged(order) && !isRefunded(order);
    if (isCompleted != isDispatched(order) || isCompleted != isPaid) {
      throw new Violation(
          Invariant.SERVICES_AGREE,
          "the order is %s, its parcel %s, its money %s"
              .formatted(
                  OrderNode.described(found),
                  isDispatched(order) ? "left" : "stayed",
                  isPaid ? "taken" : "not taken"));
    }
    EndReason here = found.knowledge().endReason();
    EndReason there = reasonIn(world.inventory().reservation(order));
    if (here != there) {
      throw new Violation(
          Invariant.SERVICES_AGREE, "order ended for %s, inventory for %s".formatted(here, there));
    }
    checkProviderAtEnd(order, isPaid);
  }

  private void checkProviderAtEnd(int order, boolean isPaid) {
    if (world.scenario().till() == Till.PROVIDER) {
      Provider.Intent intent = world.provider().intent(order);
      long kept = intent.paidCents() - intent.returnedCents();
      long due = isPaid ? world.scenario().wishes().get(order).cents() : 0;
      if (kept != due) {
        throw new Violation(
            Invariant.MONEY, "the provider keeps %d cents, and %d are due".formatted(kept, due));
      }
    }
  }

  private void checkNothingLost(int order) {
    for (int index = 0; index < Channel.count(); index++) {
      Channel channel = Channel.at(index);
      Inbox inbox = world.consumer(channel.consumer()).inbox(order);
      Set<Row> onTopic = new HashSet<>(world.topics().log(channel.source(), order));
      for (Row row : onTopic) {
        if (row.concerns(channel.consumer()) && !inbox.hasActed(channel.bit(row))) {
          throw new Violation(
              Invariant.NOTHING_LOST, channel.consumer().title() + " never acted on " + row);
        }
      }
    }
  }

  private void checkSums() {
    Map<String, Long> spent = new HashMap<>();
    Map<String, Long> gone = new HashMap<>();
    for (int order = 0; order < world.scenario().wishes().size(); order++) {
      Wish wish = world.scenario().wishes().get(order);
      if (isDispatched(order)) {
        spent.merge(wish.customer(), wish.cents(), Long::sum);
        wish.lines().forEach((sku, pieces) -> gone.merge(sku, (long) pieces, Long::sum));
      }
    }
    for (Scenario.Shelf shelf : world.scenario().shelves()) {
      check(shelf, gone.getOrDefault(shelf.sku(), 0L));
    }
    checkMoney(spent);
  }

  private void checkOutboxes() {
    for (Service service : Service.values()) {
      Set<Row> onTopic = new HashSet<>();
      for (int order = 0; order < world.scenario().wishes().size(); order++) {
        onTopic.addAll(world.topics().log(service, order));
      }
      for (Row row : world.database(service).outbox()) {
        if (!onTopic.contains(row)) {
          throw new Violation(Invariant.NOTHING_LOST, row + " is in its outbox and on no topic");
        }
      }
    }
  }

  private void check(Scenario.Shelf shelf, long gone) {
    StockItem item = world.inventory().shelving().item(shelf.sku());
    long counted = world.inventory().shelving().gone(shelf.sku());
    if (counted != gone || item.onHand() + gone != shelf.onHand()) {
      throw new Violation(
          Invariant.PIECES,
          "%s: of %d pieces %d are there, and %d left by %d"
              .formatted(shelf.sku(), shelf.onHand(), item.onHand(), gone, counted));
    }
    if (item.reserved() != 0) {
      throw new Violation(
          Invariant.NOTHING_HELD, shelf.sku() + " holds " + item.reserved() + " pieces");
    }
  }

  private void checkMoney(Map<String, Long> spent) {
    Books books = world.payment().books();
    long sum = 0;
    for (LedgerAccount.House house : LedgerAccount.House.values()) {
      sum += books.signedCents(house);
    }
    boolean isFromBalance = world.scenario().till() == Till.LEDGER;
    for (Scenario.Purse purse : world.scenario().purses()) {
      AccountId id = new AccountId(purse.customer());
      long left = -books.signedCents(new LedgerAccount.Customer(id));
      sum -= left;
      long expected =
          purse.cents() - (isFromBalance ? spent.getOrDefault(purse.customer(), 0L) : 0);
      if (left != expected) {
        throw new Violation(
            Invariant.MONEY,
            "%s has %d cents, and should have %d".formatted(purse.customer(), left, expected));
      }
    }
    if (sum != 0) {
      throw new Violation(Invariant.MONEY, "the ledger's entries sum up to " + sum);
    }
  }

  private boolean isDispatched(int order) {
    return world.inventory().reservation(order).state() instanceof State.Dispatched;
  }

  private boolean isCharged(int order) {
    return world.payment().books().isCharged(order);
  }

  private boolean isRefunded(int order) {
    return world.payment().books().isRefunded(order);
  }

  private static @Nullable EndReason reasonIn(Reservation reservation) {
    return switch (reservation.state()) {
      case State.Rejected it -> EndReason.OUT_OF_STOCK;
      case State.Released it -> Choreography.reason(it.reason());
      case State.ShipmentFailed it -> EndReason.SHIPMENT_FAILED;
      case State.ShipmentCancelled it -> Choreography.reason(it.reason());
      case State.Dispatched it -> null;
      case State.Unknown it -> null;
      case State.Reserved it -> null;
      case State.Shipping it -> null;
    };
  }

  /** How an order ended, in words. */
  String ending(int order) {
    Order found = world.order().order(order);
    if (found == null) {
      return "not placed";
    }
    EndReason reason = found.knowledge().endReason();
    if (reason == null) {
      boolean isRefused =
          world.inventory().reservation(order).state() instanceof State.Dispatched dispatched
              && dispatched.refusedAt() != null;
      return isRefused ? "completed, cancellation refused" : "completed";
    }
    String why = reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    return "cancelled: " + why + (isRefunded(order) ? ", refunded" : "");
  }
}
