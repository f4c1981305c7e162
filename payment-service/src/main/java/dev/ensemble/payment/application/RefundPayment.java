package dev.ensemble.payment.application;

import dev.ensemble.messaging.Ids;
import dev.ensemble.payment.domain.Outcome;
import dev.ensemble.payment.domain.Payment;
import dev.ensemble.payment.domain.Withdrawn;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Gives back what an order was charged, and sees to it that it is not charged later. */
@Service
public class RefundPayment {
  private final Payments payments;
  private final Books books;
  private final Ids ids;

  RefundPayment(Payments payments, Books books, Ids ids) {
    this.payments = payments;
    this.books = books;
    this.ids = ids;
  }

  @Transactional
  public Outcome refund(UUID orderId, Withdrawn withdrawn) {
    Instant now = books.now();
    Payment payment =
        payments.find(orderId).orElseGet(() -> Payment.awaited(orderId, ids.next(), now));
    Outcome outcome = payment.refund(withdrawn, ids.next(), now);
    books.record(orderId, outcome);
    return outcome;
  }
}
