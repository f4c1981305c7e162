package dev.ensemble.bench.inbox.contenders;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** From the sending of an event to the return of the commit that has its effect. */
final class Latency {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final long timedFrom;
  private final Histogram micros = new ConcurrentHistogram(SIGNIFICANT_DIGITS);

  /**
   * @param timedFrom the number of the first event that counts; below 0: none does
   */
  Latency(long timedFrom) {
    this.timedFrom = timedFrom;
  }

  /** Called after the commit. */
  void committed(Transfer transfer) {
    if (timedFrom >= 0 && transfer.number() >= timedFrom) {
      micros.recordValue(Math.max(0, Transfer.nowMicros() - transfer.sentMicros()));
    }
  }

  /** Called within Spring's transaction that acts on it. */
  void actedOn(Transfer transfer) {
    if (timedFrom >= 0) {
      OfTransaction.running(this).acted.add(transfer);
    }
  }

  String line() {
    return "%d %d %d %d"
        .formatted(
            micros.getTotalCount(),
            micros.getValueAtPercentile(50),
            micros.getValueAtPercentile(99),
            micros.getMaxValue());
  }

  /** What a transaction has acted on until it commits. */
  private static final class OfTransaction implements TransactionSynchronization {
    private final Latency latency;
    private final List<Transfer> acted = new ArrayList<>();

    private OfTransaction(Latency latency) {
      this.latency = latency;
    }

    static OfTransaction running(Latency latency) {
      for (TransactionSynchronization each :
          TransactionSynchronizationManager.getSynchronizations()) {
        if (each instanceof OfTransaction one) {
          return one;
        }
      }
      OfTransaction one = new OfTransaction(latency);
      TransactionSynchronizationManager.registerSynchronization(one);
      return one;
    }

    @Override
    public void afterCommit() {
      acted.forEach(latency::committed);
    }
  }
}
