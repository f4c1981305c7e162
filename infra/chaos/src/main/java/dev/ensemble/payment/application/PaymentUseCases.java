package dev.ensemble.payment.application;

import dev.ensemble.messaging.Ids;
import dev.ensemble.payment.PaymentSettings;
import dev.ensemble.payment.application.Errands.Errand;
import dev.ensemble.payment.domain.ProviderAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The payment service's use cases over whatever keeps its payments and accounts. */
public final class PaymentUseCases {
  private final ChargePayment charge;
  private final RefundPayment refund;
  private final ChargeDue chargeDue;
  private final ErrandBook errandBook;

  private PaymentUseCases(
      ChargePayment charge, RefundPayment refund, ChargeDue chargeDue, ErrandBook errandBook) {
    this.charge = charge;
    this.refund = refund;
    this.chargeDue = chargeDue;
    this.errandBook = errandBook;
  }

  /**
   * Made as the service makes them.
   *
   * @param later the time at which every bank has taken its time
   */
  public static PaymentUseCases over(
      Payments payments,
      Accounts accounts,
      Ledger ledger,
      Errands errands,
      Ids ids,
      PaymentSettings settings,
      Clock clock,
      Clock later) {
    Books books = new Books(payments, ledger, clock);
    return new PaymentUseCases(
        new ChargePayment(payments, accounts, books, ids, settings),
        new RefundPayment(payments, books, ids),
        new ChargeDue(payments, accounts, new Books(payments, ledger, later), settings),
        new ErrandBook(errands, payments, books, ids));
  }

  public ChargePayment charge() {
    return charge;
  }

  public RefundPayment refund() {
    return refund;
  }

  public ChargeDue chargeDue() {
    return chargeDue;
  }

  /** As the worker begins that asks the provider: its first transaction. */
  public List<Errand> claim(Duration lease, int countMax) {
    return errandBook.claim(lease, countMax);
  }

  /** As that worker ends: its second transaction. */
  public void record(UUID orderId, ProviderAnswer answer) {
    errandBook.record(orderId, answer);
  }
}
