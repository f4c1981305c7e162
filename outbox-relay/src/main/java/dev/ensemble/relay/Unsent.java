package dev.ensemble.relay;

import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Knows how old the oldest row is that was read and is not seen acknowledged. It stands between the
 * engine and the pass, where it sees every slice come and every mark go, and costs nothing per row.
 */
final class Unsent implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {
  private final ChangeConsumer<RecordChangeEvent<SourceRecord>> pass;
  private final SourceState state;
  // Marks come from the thread that reads or from the one that stops.
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long lastCommit;

  private record Waiting(RecordChangeEvent<SourceRecord> change, long oldestCommit) {}

  Unsent(ChangeConsumer<RecordChangeEvent<SourceRecord>> pass, SourceState state) {
    this.pass = pass;
    this.state = state;
  }

  @Override
  public void handleBatch(
      List<RecordChangeEvent<SourceRecord>> changes,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    changes.forEach(this::read);
    pass.handleBatch(changes, new Marks(committer));
  }

  private void read(RecordChangeEvent<SourceRecord> change) {
    CommitTimes times = ((Slice) change.record().value()).commitTimes();
    synchronized (waiting) {
      if (times.rows() > 0) {
        waiting.add(new Waiting(change, times.oldest(lastCommit)));
        state.readSlice(times.rows());
      }
      lastCommit = times.last(lastCommit);
      // Only now, and not with the last mark: between two slices of a backlog nothing is in hand
      // either, but only a slice without rows says that there is none.
      tellOldest(times.rows() == 0);
    }
  }

  private void marked(RecordChangeEvent<SourceRecord> change) {
    synchronized (waiting) {
      Waiting first = waiting.peek();
      if (first != null && first.change().equals(change)) {
        waiting.remove();
        tellOldest(false);
      }
    }
  }

  private void tellOldest(boolean nothingMore) {
    Waiting first = waiting.peek();
    if (first != null) {
      state.oldestInHand(first.oldestCommit());
    } else if (nothingMore) {
      state.nothingInHand();
    }
  }

  @Override
  public boolean supportsTombstoneEvents() {
    return pass.supportsTombstoneEvents();
  }

  /** The engine's own, overheard. */
  private final class Marks implements RecordCommitter<RecordChangeEvent<SourceRecord>> {
    private final RecordCommitter<RecordChangeEvent<SourceRecord>> engine;

    private Marks(RecordCommitter<RecordChangeEvent<SourceRecord>> engine) {
      this.engine = engine;
    }

    @Override
    public void markProcessed(RecordChangeEvent<SourceRecord> change) throws InterruptedException {
      engine.markProcessed(change);
      marked(change);
    }

    @Override
    public void markBatchFinished() throws InterruptedException {
      engine.markBatchFinished();
    }

    @Override
    public void markProcessed(
        RecordChangeEvent<SourceRecord> change,
        io.debezium.engine.DebeziumEngine.Offsets sourceOffsets)
        throws InterruptedException {
      engine.markProcessed(change, sourceOffsets);
      marked(change);
    }

    @Override
    public io.debezium.engine.DebeziumEngine.Offsets buildOffsets() {
      return engine.buildOffsets();
    }
  }
}
