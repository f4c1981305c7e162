package dev.ensemble.messaging;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The facts of one transaction until shortly before its commit, when they are written in one
 * statement. It lives in the transaction's own synchronisations: a suspended transaction takes it
 * along, and a rollback leaves nothing of it.
 */
final class OutboxBuffer implements TransactionSynchronization {

  /** A transaction that tells more holds its locks and its memory too long: it wants splitting. */
  static final int FACTS_MAX = 10_000;

  /** Half of the smallest heap we run with would be too much; 64 facts of the largest size. */
  static final long BYTES_MAX = 64L * Payload.BYTES_MAX;

  private final OutboxTable table;
  private final OutboxMeters meters;
  private final List<OutboxRow> rows = new ArrayList<>();
  private final IdentityHashMap<Object, Integer> sizeAtSavepoint = new IdentityHashMap<>();
  private long bytes;
  private boolean written;

  private OutboxBuffer(OutboxTable table, OutboxMeters meters) {
    this.table = table;
    this.meters = meters;
  }

  /** The running transaction's buffer, made with its first fact. */
  static OutboxBuffer ofTransaction(OutboxTable table, OutboxMeters meters) {
    for (TransactionSynchronization each :
        TransactionSynchronizationManager.getSynchronizations()) {
      if (each instanceof OutboxBuffer buffer && buffer.table == table) {
        return buffer;
      }
    }
    OutboxBuffer buffer = new OutboxBuffer(table, meters);
    TransactionSynchronizationManager.registerSynchronization(buffer);
    return buffer;
  }

  void add(OutboxRow row) {
    if (written) {
      throw new IllegalStateException(
          "too late: the transaction's facts are written already; append before it completes");
    }
    if (rows.size() == FACTS_MAX || bytes + row.payload().size() > BYTES_MAX) {
      throw new IllegalArgumentException(
          "one transaction tells at most " + FACTS_MAX + " facts of " + BYTES_MAX + " bytes");
    }
    rows.add(row);
    bytes += row.payload().size();
  }

  /** After all others, so that what they append before the commit is written with the rest. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void savepoint(Object savepoint) {
    sizeAtSavepoint.put(savepoint, rows.size());
  }

  /** A savepoint from before the first fact was never shown to this buffer: nothing stays. */
  @Override
  public void savepointRollback(Object savepoint) {
    List<OutboxRow> undone = rows.subList(sizeAtSavepoint.getOrDefault(savepoint, 0), rows.size());
    undone.forEach(row -> bytes -= row.payload().size());
    undone.clear();
  }

  @Override
  public void beforeCommit(boolean readOnly) {
    written = true;
    if (!rows.isEmpty()) {
      table.insert(rows);
    }
  }

  /** What was rolled back was never told. */
  @Override
  public void afterCommit() {
    meters.told(rows);
  }
}
