package dev.ensemble.payment.application;

import dev.ensemble.messaging.Ids;
import dev.ensemble.payment.PaymentSettings;
import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Outcome;
import dev.ensemble.payment.domain.Payment;
import dev.ensemble.payment.domain.Till;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Charges the customer's account for an order, at once or when its bank has taken its time. */
@Service
public class ChargePayment {
  private final Payments payments;
  private final Accounts accounts;
  private final Books books;
  private final Ids ids;
  private final Till till;

  ChargePayment(
      Payments payments, Accounts accounts, Books books, Ids ids, PaymentSettings settings) {
    this.till = settings.provider().till();
    this.payments = payments;
    this.accounts = accounts;
    this.books = books;
    this.ids = ids;
  }

  /**
   * Charges it, or records what the payment provider is to be asked; asks nobody.
   *
   * @param eventId the event that asks for the charge
   */
  @Transactional
  public Outcome charge(UUID orderId, Demand demand, UUID eventId) {
    Instant now = books.now();
    Payment payment =
        payments.find(orderId).orElseGet(() -> Payment.awaited(orderId, ids.next(), now));
    Optional<Account> account = demand.accountId().flatMap(accounts::find);
    Outcome outcome =
        switch (till) {
          case LEDGER -> payment.charge(demand, account.orElse(null), now);
          case PROVIDER -> payment.chargeAtProvider(demand, eventId, account.orElse(null), now);
        };
    books.record(orderId, outcome);
    return outcome;
  }
}
