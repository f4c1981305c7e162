package dev.ensemble.payment.application;

import dev.ensemble.messaging.Ids;
import dev.ensemble.payment.application.Errands.Errand;
import dev.ensemble.payment.domain.Payment;
import dev.ensemble.payment.domain.ProviderAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The short transactions around a call of the payment provider; none is open during the call. */
@Service
class ErrandBook {
  /**
   * A failure may be remembered without being marked so, by something between Stripe and here, say.
   * Twenty attempts are a quarter of an hour in an outage: long enough not to open an intent a
   * minute, and no day is lost. Another key is harmless, whatever the first has done.
   */
  private static final int ATTEMPTS_PER_KEY_MAX = 20;

  private final Errands errands;
  private final Payments payments;
  private final Books books;
  private final Ids ids;

  ErrandBook(Errands errands, Payments payments, Books books, Ids ids) {
    this.errands = errands;
    this.payments = payments;
    this.books = books;
    this.ids = ids;
  }

  @Transactional
  public List<Errand> claim(Duration lease, int countMax) {
    Instant now = books.now();
    return errands.claim(now, now.plus(lease), countMax);
  }

  /**
   * Decides on the payment as it is now, under its lock: whoever was away so long that another has
   * gone on finds that and changes nothing.
   */
  @Transactional
  public void record(UUID orderId, ProviderAnswer answer) {
    Payment payment = payments.find(orderId).orElseThrow();
    books.record(orderId, payment.answered(answer, ids.next(), books.now()));
  }

  @Transactional
  public void postpone(Errand errand, ProviderTrouble trouble) {
    boolean isKeyUsedUp =
        trouble.isRepeatedByKey() || (errand.attempts() + 1) % ATTEMPTS_PER_KEY_MAX == 0;
    errands.postpone(
        errand,
        books.now().plus(trouble.pauseAfter(errand.attempts())),
        errand.generation() + (isKeyUsedUp ? 1 : 0),
        trouble);
  }
}
