package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/**
 * One slice, one Kafka transaction: its rows and how far they go. After a restart the position is
 * read back and what the slot sends again up to it is dropped. The transactional id fences a relay
 * that was thought dead: what it had begun is aborted, and it can commit nothing more (KIP-98,
 * KIP-890; the idea of a position beside the records is KIP-618's).
 */
final class Transactional implements Delivery, PgOutput.Listener {
  private final Opening opening;
  private final PgOutput decoder;
  private @Nullable Opened opened;
  private boolean begun;
  private byte[] lastId = {};
  private long confirmableLsn;

  /** Fences whoever held the slot before, and finds out how far that one came. */
  interface Opening {
    Opened open() throws InterruptedException;
  }

  /** What exists from the moment on when the slot is held. */
  record Opened(Sender sender, Rows rows, PositionTopic positions, Repeats repeats) {}

  Transactional(Opening opening, PgOutput decoder) {
    this.opening = opening;
    this.decoder = decoder;
  }

  @Override
  public void open() throws InterruptedException {
    opened = opening.open();
  }

  @Override
  public Receipt deliver(Slice slice) throws InterruptedException {
    Receipt receipt = opened().rows().send(slice, decoder, this);
    // A heartbeat is a position, too: the slot never moves beyond the position in Kafka, so that a
    // slot that did was moved by somebody else.
    boolean moved = slice.confirmableLsn() > confirmableLsn;
    if (moved) {
      confirmableLsn = slice.confirmableLsn();
    }
    if (begun || moved) {
      commit();
    }
    return receipt.complete();
  }

  private void commit() throws InterruptedException {
    begin();
    Repeats repeats = opened().repeats();
    Position position =
        Position.of(repeats.commitLsn(), repeats.rows(), new String(lastId, UTF_8), confirmableLsn);
    Sender sender = opened().sender();
    // Waits for every acknowledgement, and throws if one was refused.
    sender.send(opened().positions().record(position));
    sender.step(KafkaProducer::commitTransaction);
    begun = false;
  }

  private void begin() throws InterruptedException {
    if (!begun) {
      opened().sender().step(KafkaProducer::beginTransaction);
      begun = true;
    }
  }

  @Override
  public void begin(long commitLsn, long commitMicros) {
    opened().repeats().begin(commitLsn);
    opened().rows().begin(commitLsn, commitMicros);
  }

  @Override
  public void row(RowMapping mapping, Row row) throws InterruptedException {
    lastId = mapping.id(row);
    if (!opened().repeats().isRepeat(lastId)) {
      begin();
      opened().rows().row(mapping, row);
    }
  }

  @Override
  public void commit(long endLsn) {
    // The slice knows it.
  }

  @Override
  public void message(long lsn) {
    // The slice knows it.
  }

  @Override
  public void throwFirstFailure() {
    Opened last = opened;
    if (last != null) {
      last.sender().throwFirstFailure();
    }
  }

  @Override
  public void close() {
    Opened last = opened;
    if (last != null) {
      last.sender().close();
    }
  }

  private Opened opened() {
    Opened now = opened;
    if (now == null) {
      throw new IllegalStateException("The delivery is not open");
    }
    return now;
  }
}
