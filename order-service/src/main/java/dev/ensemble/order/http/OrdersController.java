package dev.ensemble.order.http;

import dev.ensemble.http.ProblemException;
import dev.ensemble.idempotency.Idempotency;
import dev.ensemble.idempotency.IdempotentRequest;
import dev.ensemble.order.application.CancelOrder;
import dev.ensemble.order.application.OrderStories;
import dev.ensemble.order.application.PlaceOrder;
import dev.ensemble.order.domain.Money;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Outcome;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Places, shows, lists and cancels orders. */
@RestController
@RequestMapping("/orders")
class OrdersController {
  private final PlaceOrder placeOrder;
  private final CancelOrder cancelOrder;
  private final OrderStories stories;
  private final Idempotency idempotency;

  OrdersController(
      PlaceOrder placeOrder,
      CancelOrder cancelOrder,
      OrderStories stories,
      Idempotency idempotency) {
    this.placeOrder = placeOrder;
    this.cancelOrder = cancelOrder;
    this.stories = stories;
    this.idempotency = idempotency;
  }

  @PostMapping
  ResponseEntity<byte[]> place(IdempotentRequest call, @RequestBody OrderRequest request) {
    return idempotency.once(call, request, () -> place(request));
  }

  private ResponseEntity<OrderView> place(OrderRequest request) {
    return switch (placeOrder.place(request.customer(), request.basket())) {
      case PlaceOrder.Answer.Placed placed -> {
        OrderView view = OrderView.of(placed.story());
        yield ResponseEntity.created(URI.create("/orders/" + view.orderId())).body(view);
      }
      case PlaceOrder.Answer.UnknownSkus unknown ->
          throw new ProblemException(
                  HttpStatus.UNPROCESSABLE_CONTENT,
                  "unknown-sku",
                  "Nothing was ordered: a sku is not on the price list.")
              .with("skus", unknown.skus().stream().map(sku -> sku.value()).toList());
      case PlaceOrder.Answer.TotalTooLarge tooLarge ->
          throw new ProblemException(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "total-too-large",
              "Nothing was ordered: the total is more than " + Money.MAX + " euros.");
    };
  }

  @GetMapping("/{id}")
  OrderView one(@PathVariable UUID id) {
    return stories.find(new OrderId(id)).map(OrderView::of).orElseThrow(() -> unknownOrder(id));
  }

  @GetMapping
  OrderListView list(
      @RequestParam @Nullable String customer,
      @RequestParam @Nullable String status,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam @Nullable UUID after) {
    OrderStories.Page page = ListQuery.page(customer, status, limit, after);
    return OrderListView.of(stories.newest(page), page.ordersMax());
  }

  /** 202 where it is asked for now or was before, 200 where it has happened already. */
  @PostMapping("/{id}/cancellation")
  ResponseEntity<byte[]> cancel(IdempotentRequest call, @PathVariable UUID id) {
    return idempotency.once(call, null, () -> cancel(id));
  }

  private ResponseEntity<OrderView> cancel(UUID id) {
    CancelOrder.Answer answer =
        cancelOrder.cancel(new OrderId(id)).orElseThrow(() -> unknownOrder(id));
    HttpStatus status =
        switch (answer.outcome()) {
          case Outcome.Changed changed -> HttpStatus.ACCEPTED;
          case Outcome.Unchanged unchanged -> statusOf(unchanged.reason());
        };
    return ResponseEntity.status(status).body(OrderView.of(answer.story()));
  }

  private static HttpStatus statusOf(Outcome.Reason reason) {
    return switch (reason) {
      case ALREADY_ASKED, ALREADY_CANCELLING, ALREADY_KNOWN, NOTHING_TO_REFUSE ->
          HttpStatus.ACCEPTED;
      case ALREADY_CANCELLED -> HttpStatus.OK;
      case ALREADY_COMPLETED ->
          throw new ProblemException(
              HttpStatus.CONFLICT,
              "already-completed",
              "The parcel has left; the order can no longer be cancelled.");
    };
  }

  private static ProblemException unknownOrder(UUID id) {
    return new ProblemException(
        HttpStatus.NOT_FOUND, "unknown-order", "There is no order " + id + ".");
  }
}
