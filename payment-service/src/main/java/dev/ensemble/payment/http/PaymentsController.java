package dev.ensemble.payment.http;

import dev.ensemble.http.ProblemException;
import dev.ensemble.payment.application.Payments;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows what became of an order's payment. */
@RestController
class PaymentsController {
  private final Payments payments;

  PaymentsController(Payments payments) {
    this.payments = payments;
  }

  @GetMapping("/payments/{orderId}")
  PaymentView payment(@PathVariable UUID orderId) {
    return payments
        .look(orderId)
        .map(PaymentView::of)
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.NOT_FOUND,
                    "unknown-payment",
                    "Nothing was asked for order " + orderId + " yet."));
  }
}
