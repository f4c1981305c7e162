package dev.ensemble.order.http;

import dev.ensemble.order.application.OrderStory;
import dev.ensemble.order.domain.Cancellation;
import dev.ensemble.order.domain.EndReason;
import dev.ensemble.order.domain.Line;
import dev.ensemble.order.domain.Order;
import dev.ensemble.order.domain.Purchase;
import dev.ensemble.order.domain.Status;
import dev.ensemble.order.domain.Step;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order as it is shown; euros with two decimals, times in UTC. */
record OrderView(
    UUID orderId,
    String customerId,
    Status status,
    @Nullable EndReason endReason,
    String cancellation,
    BigDecimal total,
    List<LineView> lines,
    Instant placedAt,
    Instant deadline,
    long version,
    List<StepView> history) {

  record LineView(String sku, int quantity, BigDecimal unitPrice) {
    static LineView of(Line line) {
      return new LineView(
          line.sku().value(), line.quantity().pieces(), line.unitPrice().amount().euros());
    }
  }

  record StepView(Status status, String because, Instant at) {
    static StepView of(Step step) {
      return new StepView(step.status(), step.because(), step.at());
    }
  }

  static OrderView of(OrderStory story) {
    Order order = story.order();
    Purchase purchase = order.purchase();
    return new OrderView(
        order.id().value(),
        purchase.customerId().value(),
        order.status(),
        order.knowledge().endReason(),
        wordFor(order.knowledge().cancellation()),
        purchase.total().euros(),
        purchase.lines().stream().map(LineView::of).toList(),
        purchase.placedAt(),
        purchase.deadline(),
        order.version(),
        story.history().stream().map(StepView::of).toList());
  }

  private static String wordFor(Cancellation cancellation) {
    return switch (cancellation) {
      case Cancellation.None none -> "NONE";
      case Cancellation.Requested requested -> "REQUESTED";
      case Cancellation.Refused refused -> "REFUSED";
    };
  }
}
