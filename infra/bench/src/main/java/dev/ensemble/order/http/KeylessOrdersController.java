package dev.ensemble.order.http;

import dev.ensemble.order.application.PlaceOrder;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Places orders as the service's own controller does, and remembers no call: sent twice, it orders
 * twice. The service's component scan finds it where a benchmark has put it on the class path.
 */
@RestController
@RequestMapping("/bench/orders-without-key")
class KeylessOrdersController {
  private final PlaceOrder placeOrder;

  KeylessOrdersController(PlaceOrder placeOrder) {
    this.placeOrder = placeOrder;
  }

  @PostMapping
  ResponseEntity<OrderView> place(@RequestBody OrderRequest request) {
    PlaceOrder.Answer answer = placeOrder.place(request.customer(), request.basket());
    if (answer instanceof PlaceOrder.Answer.Placed placed) {
      OrderView view = OrderView.of(placed.story());
      return ResponseEntity.created(URI.create("/orders/" + view.orderId())).body(view);
    }
    throw new IllegalStateException("the benchmark orders what cannot be had: " + answer);
  }
}
