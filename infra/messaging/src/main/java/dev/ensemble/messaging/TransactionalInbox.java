package dev.ensemble.messaging;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The inbox over the application's database: each record is tried once, the answer is plain. */
final class TransactionalInbox implements Inbox {
  private final Intake<?> intake;

  TransactionalInbox(Intake<?> intake) {
    this.intake = intake;
  }

  @Override
  public Receipt receive(List<ConsumerRecord<byte[], byte[]>> records) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("the inbox begins and ends its transactions by itself");
    }
    Progress progress = intake.take(records, Attempts.OF_SOMEBODY_ELSE);
    if (progress.outage() != null) {
      throw new InboxOutage(progress.outage());
    }
    Optional<Failure> first =
        progress.failures().values().stream()
            .min(Comparator.comparingInt(failure -> records.indexOf(failure.record())));
    if (first.isPresent()) {
      throw new RecordNotApplied(first.get().place(), first.get().reason(), first.get().cause());
    }
    return progress.done();
  }
}
