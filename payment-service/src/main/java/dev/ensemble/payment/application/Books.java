package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.Outcome;
import dev.ensemble.payment.domain.Outcome.Changed;
import dev.ensemble.payment.domain.Outcome.Unchanged;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes down what became of a payment: itself, its facts, and the money that moved. */
@Component
class Books {
  private static final Logger log = LoggerFactory.getLogger(Books.class);

  private final Payments payments;
  private final Ledger ledger;
  private final Clock clock;

  Books(Payments payments, Ledger ledger, Clock clock) {
    this.payments = payments;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Now, as fine as the database keeps it, so that what is stored equals what was decided. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  void record(UUID orderId, Outcome outcome) {
    switch (outcome) {
      case Changed changed -> {
        payments.save(changed);
        changed.transfers().forEach(ledger::post);
      }
      case Unchanged unchanged -> log.debug("Order {}: {}", orderId, unchanged.because());
    }
  }
}
