package dev.ensemble.order.domain;

import dev.ensemble.order.domain.Outcome.Changed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Orders for tests, named for what they show. */
public final class OrderFixture {
  public static final Instant PLACED_AT = Instant.parse("2026-11-21T09:30:00.123456Z");
  public static final Instant LATER = PLACED_AT.plusSeconds(7);
  public static final Duration TIME_TO_END = Duration.ofSeconds(30);

  private OrderFixture() {}

  /** The order that the contracts' samples speak of. */
  public static Changed aliceBuysTea() {
    return place(
        new Line(new Sku("tea-mug"), new Quantity(2), Price.ofCents(1250)),
        new Line(new Sku("tea-pot"), new Quantity(1), Price.ofCents(3499)));
  }

  public static Order aPlacedOrder() {
    return aliceBuysTea().order();
  }

  public static Order anOrderWith(OrderFact... facts) {
    Order order = aPlacedOrder();
    for (OrderFact fact : facts) {
      order = after(order, order.apply(fact, LATER));
    }
    return order;
  }

  public static Order anOrderAskedToBeCancelledBy(Asker asker) {
    Order order = aPlacedOrder();
    return after(order, order.requestCancellation(asker, LATER));
  }

  static Changed place(Line... lines) {
    Placing placing =
        Order.place(
            new OrderId(UUID.fromString("0199a0de-7c00-7000-8000-00000000a001")),
            new CustomerId("alice"),
            List.of(lines),
            PLACED_AT,
            TIME_TO_END);
    return switch (placing) {
      case Placing.Placed placed -> placed.begun();
      case Placing.TotalTooLarge tooLarge -> throw new AssertionError("a fixture is affordable");
    };
  }

  /** The order that an outcome leaves. */
  static Order after(Order before, Outcome outcome) {
    return switch (outcome) {
      case Changed changed -> changed.order();
      case Outcome.Unchanged unchanged -> before;
    };
  }
}
