package dev.ensemble.relay;

import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * One bounded pass: what the engine read is published, acknowledged, and only then marked. Between
 * the acknowledgement and the mark a crash repeats rows; the other way round it would lose them.
 */
final class PublishPass implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {
  private final Publisher publisher;
  private final SourceState state;
  private final Consumer<RelayFailure> onFailure;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile boolean stopping;

  PublishPass(Publisher publisher, SourceState state, Consumer<RelayFailure> onFailure) {
    this.publisher = publisher;
    this.state = state;
    this.onFailure = onFailure;
  }

  /**
   * Whatever goes wrong leaves as a {@link RelayFailure}: Connect's RetriableException would make
   * the engine poll the next batch and mark past the one that failed.
   */
  @Override
  public void handleBatch(
      List<RecordChangeEvent<SourceRecord>> changes,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    turn.lockInterruptibly();
    try {
      if (stopping) {
        return; // Neither published nor marked, and nothing after it: it comes again.
      }
      publish(changes);
      for (RecordChangeEvent<SourceRecord> change : changes) {
        committer.markProcessed(change);
      }
      committer.markBatchFinished();
    } catch (RuntimeException e) {
      stopping = true;
      RelayFailure failure = RelayFailure.of("The batch could not be published", e);
      // At once: the engine reports it only after it has closed itself, which takes its time.
      onFailure.accept(failure);
      throw failure;
    } finally {
      turn.unlock();
    }
  }

  /**
   * Takes no further batch and lets the one in hand come to its end, so that it is not repeated.
   */
  void stop(Duration within) throws InterruptedException {
    stopping = true;
    if (turn.tryLock(within.toMillis(), TimeUnit.MILLISECONDS)) {
      turn.unlock();
    }
  }

  private void publish(List<RecordChangeEvent<SourceRecord>> changes) throws InterruptedException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(changes.size());
    for (RecordChangeEvent<SourceRecord> change : changes) {
      OutboxRows.toRecord(change.record()).ifPresent(records::add);
    }
    publisher.publish(records);
    state.published(records.size());
  }

  @Override
  public boolean supportsTombstoneEvents() {
    return false;
  }
}
