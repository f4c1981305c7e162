package dev.ensemble.chaos.simulator;

import dev.ensemble.order.OrderSettings;
import dev.ensemble.order.application.OrderStories;
import dev.ensemble.order.application.OrderStory;
import dev.ensemble.order.application.OrderUseCases;
import dev.ensemble.order.application.Orders;
import dev.ensemble.order.application.Product;
import dev.ensemble.order.application.Products;
import dev.ensemble.order.domain.Basket;
import dev.ensemble.order.domain.Cancellation;
import dev.ensemble.order.domain.CustomerId;
import dev.ensemble.order.domain.Knowledge;
import dev.ensemble.order.domain.Order;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Outcome.Changed;
import dev.ensemble.order.domain.Price;
import dev.ensemble.order.domain.Quantity;
import dev.ensemble.order.domain.Sku;
import dev.ensemble.order.domain.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The order service over a database in memory. */
final class OrderNode implements Orders, OrderStories, Products {
  private static final OrderSettings SETTINGS =
      new OrderSettings(
          Moment.DEADLINE,
          new OrderSettings.Expire(Moment.DEADLINE),
          new OrderSettings.Workers(false));

  private final Database database;
  private final boolean isCancelledRevived;
  private final OrderUseCases useCases;

  /** The order that is placed next, or whose deadline passes. */
  private int current;

  OrderNode(Database database, Mutation mutation) {
    this.database = database;
    this.isCancelledRevived = mutation == Mutation.CANCELLED_REVIVED;
    this.useCases =
        OrderUseCases.over(this, this, this, () -> Naming.order(current), Moment.NOW, SETTINGS);
  }

  /** The order as it is committed; null where it was never placed. */
  @Nullable Order order(int order) {
    return (Order) database.find(Slot.AGGREGATE, order);
  }

  void place(int order, Wish wish, Crash crash) {
    database.transact(
        Action.PLACE,
        crash,
        () -> {
          current = order;
          LinkedHashMap<Sku, Quantity> items = new LinkedHashMap<>();
          wish.lines().forEach((sku, pieces) -> items.put(new Sku(sku), new Quantity(pieces)));
          useCases.place().place(new CustomerId(wish.customer()), new Basket(items));
        });
  }

  void cancel(int order, Crash crash) {
    database.transact(
        Action.CANCEL, crash, () -> useCases.cancel().cancel(new OrderId(Naming.order(order))));
  }

  /** Whether the expiry worker would find the order, once its deadline is past. */
  boolean isDue(int order) {
    Order found = order(order);
    return found != null
        && found.knowledge().cancellation() instanceof Cancellation.None
        && switch (found.status()) {
          case PLACED, RESERVED, PAID, SHIPPING -> true;
          case CANCELLING, CANCELLED, COMPLETED -> false;
        };
  }

  void expire(int order, Crash crash) {
    database.transact(
        Action.DEADLINE,
        crash,
        () -> {
          current = order;
          useCases.expire().runOnce();
        });
  }

  void react(Row row) {
    useCases
        .settle()
        .settle(new OrderId(Naming.order(row.order())), Choreography.heardByOrder(row.fact()));
  }

  @Override
  public Optional<Order> findForUpdate(OrderId id) {
    Order found = order(Naming.order(id.value()));
    return Optional.ofNullable(isCancelledRevived && found != null ? revived(found) : found);
  }

  private static Order revived(Order order) {
    Knowledge known = order.knowledge();
    return order.status() == Status.CANCELLED
        ? new Order(
            order.id(),
            order.purchase(),
            new Knowledge(known.milestones(), known.cancellation(), null),
            order.version())
        : order;
  }

  @Override
  public List<Order> findDueForUpdate(Instant now, int ordersMax) {
    Order found = order(current);
    return found != null && isDue(current) ? List.of(found) : List.of();
  }

  @Override
  public void lock(Collection<OrderId> ids) {
    // One transaction at a time: there is nobody to wait for.
  }

  @Override
  public void save(Changed changed) {
    Order next = changed.order();
    int order = Naming.order(next.id().value());
    requireThatEndsStay(order(order), next);
    database.put(Slot.AGGREGATE, order, next);
    changed.facts().forEach(fact -> database.tell(order, next.version(), fact));
  }

  private static void requireThatEndsStay(@Nullable Order before, Order after) {
    if (before == null || !before.status().isEnd()) {
      return;
    }
    // A refusal is noted on a completed order; a cancelled one takes nothing in.
    boolean isSame =
        before.status() == Status.COMPLETED
            ? after.status() == Status.COMPLETED
            : after.equals(before);
    if (!isSame) {
      throw new Violation(
          Invariant.ENDS_STAY,
          "the order was %s in version %d, and now it is %s in version %d"
              .formatted(described(before), before.version(), described(after), after.version()));
    }
  }

  static String described(Order order) {
    Object reason = order.knowledge().endReason();
    return order.status() + (reason == null ? "" : " (" + reason + ")");
  }

  @Override
  public Optional<OrderStory> find(OrderId id) {
    return Optional.ofNullable(order(Naming.order(id.value())))
        .map(order -> new OrderStory(order, List.of()));
  }

  @Override
  public Map<Sku, Price> pricesOf(Collection<Sku> skus) {
    return skus.stream().collect(Collectors.toMap(sku -> sku, sku -> Wish.PRICE));
  }

  @Override
  public List<OrderStory> newest(Page page) {
    throw new UnsupportedOperationException("no step lists orders");
  }

  @Override
  public Optional<Product> find(Sku sku) {
    throw new UnsupportedOperationException("no step looks a product up");
  }

  @Override
  public List<Product> page(@Nullable Sku after, int productsMax) {
    throw new UnsupportedOperationException("no step lists products");
  }

  @Override
  public boolean put(Product product) {
    throw new UnsupportedOperationException("no step changes a price");
  }
}
