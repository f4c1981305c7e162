package dev.ensemble.messaging;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The outbox over the application's database. */
final class TransactionalOutbox implements Outbox {

  /** Which trace a fact belongs to, and who counts what was told. */
  record Watch(Tracing tracing, KeptTraces traces, OutboxMeters meters) {
    OutboxRow.Trail told(UUID id, Outgoing fact, OutboxRow.Trail trail) {
      return tracing.told(id, fact, traces.over(trail));
    }
  }

  /** Who tells, when, and as which id. */
  record Stamps(String source, Clock clock, Ids ids) {}

  private final OutboxTable table;
  private final DataSource database;
  private final Stamps stamps;
  private final FactJson json;
  private final Cause.OfThread causes;
  private final Watch watch;

  TransactionalOutbox(
      OutboxTable table,
      DataSource database,
      Stamps stamps,
      FactJson json,
      Cause.OfThread causes,
      Watch watch) {
    this.table = table;
    this.database = database;
    this.stamps = stamps;
    this.json = json;
    this.causes = causes;
    this.watch = watch;
  }

  @Override
  public UUID append(Outgoing fact) {
    requireTransaction();
    OutboxBuffer buffer = OutboxBuffer.ofTransaction(table, watch.meters());
    UUID id = stamps.ids().next();
    buffer.add(
        new OutboxRow(
            id,
            stamps.source(),
            // PostgreSQL and most readers keep microseconds: what is told equals what is stored.
            stamps.clock().instant().truncatedTo(ChronoUnit.MICROS).toString(),
            fact,
            json.write(fact.data()),
            watch.told(
                id, fact, causes.of(fact).map(OutboxRow.Trail::of).orElse(OutboxRow.Trail.NONE))));
    return id;
  }

  /** Of this database, not just any: a fact must become durable with the state it speaks of. */
  private void requireTransaction() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()
        || !TransactionSynchronizationManager.isSynchronizationActive()
        || !TransactionSynchronizationManager.hasResource(database)) {
      throw new IllegalStateException(
          "a fact is appended in the transaction that makes it true, and none runs on the"
              + " outbox's database here");
    }
    if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
      throw new IllegalStateException("a fact cannot be appended to a read-only transaction");
    }
  }
}
