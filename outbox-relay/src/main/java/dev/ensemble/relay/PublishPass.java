package dev.ensemble.relay;

import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * One bounded pass: what was read is handed over, and whatever is acknowledged by now, with all
 * that came before it, is marked. Between the acknowledgement and the mark a crash repeats rows
 * (or, in transactional delivery, has them dropped later); the other way round it would lose them.
 */
final class PublishPass implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(2);
  private static final Duration PAUSE_STEP = Duration.ofMillis(20);
  // Far more than is under way before a broker that answers; before one that does not, the client's
  // buffer is full of rows sooner, and only slices with next to nothing in them come to this.
  private static final int IN_HAND_MAX = 50_000;

  private final Delivery delivery;
  private final Commands commands;
  private final Listener listener;
  private final ReentrantLock turn = new ReentrantLock();
  private final Deque<InHand> inHand = new ArrayDeque<>();
  private boolean open;
  private volatile boolean stopping;
  private volatile boolean paused;
  private @Nullable RecordCommitter<RecordChangeEvent<SourceRecord>> marks;

  /** A slice that is handed over, and whether it has arrived. */
  private record InHand(RecordChangeEvent<SourceRecord> change, Receipt receipt) {}

  /** Who must hear of it at once: the engine reports only what ends it, and late. */
  interface Listener {
    /** The slot is held, and this process of the server's reads it. */
    default void held(int readerPid) {}

    /** Rows flow. */
    default void opened() {}

    /** The broker will never take this row; the failure follows. */
    default void refused(RowRefused row) {}

    /** Nothing more is published. */
    default void failed(RelayFailure failure) {}
  }

  PublishPass(Delivery delivery, Commands commands, Listener listener) {
    this.delivery = delivery;
    this.commands = commands;
    this.listener = listener;
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
      marks = committer;
      openOnce(changes);
      commands.runWaiting();
      waitWhilePaused(committer);
      if (stopping) {
        return;
      }
      for (RecordChangeEvent<SourceRecord> change : changes) {
        handOver(change, committer);
      }
      delivery.throwFirstFailure();
      markAcknowledged(committer);
    } catch (RuntimeException e) {
      stopping = true;
      RelayFailure failure = RelayFailure.of("The batch could not be published", e);
      if (failure instanceof RowRefused refused) {
        listener.refused(refused);
      }
      listener.failed(failure);
      throw failure;
    } finally {
      turn.unlock();
    }
  }

  /** A slice that moves nothing and waits for nothing only asked; it is not kept. */
  private void handOver(
      RecordChangeEvent<SourceRecord> change,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    Receipt receipt = delivery.deliver(slice(change));
    if (slice(change).confirmableLsn() == 0 && receipt.isAcknowledged()) {
      committer.markProcessed(change);
    } else {
      inHand.add(new InHand(change, receipt));
    }
  }

  /** The keep-alive answers the server meanwhile; the socket's buffers fill, and nothing else. */
  private void waitWhilePaused(RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    while ((paused || delivery.isFull() || inHand.size() >= IN_HAND_MAX) && !stopping) {
      delivery.throwFirstFailure();
      markAcknowledged(committer);
      commands.runWaiting();
      Thread.sleep(PAUSE_STEP);
    }
  }

  void pause(boolean wanted) {
    paused = wanted;
  }

  boolean isPaused() {
    return paused;
  }

  /** The first slice comes when the slot is held. */
  private void openOnce(List<RecordChangeEvent<SourceRecord>> changes) throws InterruptedException {
    if (!open) {
      listener.held(slice(changes.getFirst()).readerPid());
      delivery.open();
      open = true;
      listener.opened();
    }
  }

  private static Slice slice(RecordChangeEvent<SourceRecord> change) {
    return (Slice) change.record().value();
  }

  private void markAcknowledged(RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    InHand first;
    boolean marked = false;
    while ((first = inHand.peek()) != null && first.receipt().isAcknowledged()) {
      committer.markProcessed(first.change());
      inHand.remove();
      marked = true;
    }
    if (marked) {
      committer.markBatchFinished();
    }
  }

  /**
   * Takes no further batch and lets what is in hand come to its end, so that it is not repeated.
   */
  void stop(Duration within) throws InterruptedException {
    boolean failed = stopping;
    stopping = true;
    long until = System.nanoTime() + within.toNanos();
    if (!turn.tryLock(within.toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    try {
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer = marks;
      if (failed || committer == null) {
        return;
      }
      while (!inHand.isEmpty() && System.nanoTime() < until) {
        delivery.throwFirstFailure();
        markAcknowledged(committer);
        Thread.sleep(LOOK_AGAIN_AFTER);
      }
      Receipt settled = delivery.settled();
      while (!settled.isAcknowledged() && System.nanoTime() < until) {
        delivery.throwFirstFailure();
        Thread.sleep(LOOK_AGAIN_AFTER);
      }
    } catch (RelayFailure e) {
      // It comes again after the next start.
    } finally {
      turn.unlock();
    }
  }

  @Override
  public boolean supportsTombstoneEvents() {
    return false;
  }
}
