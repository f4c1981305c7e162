package dev.ensemble.relay;

import java.nio.ByteBuffer;

/** Sends rows as they are decoded. Its transaction goes on from one slice to the next. */
final class Rows implements PgOutput.Listener {
  private final Sender sender;
  private Receipt receipt = new Receipt();
  private long commitMicros;

  Rows(Sender sender) {
    this.sender = sender;
  }

  /** The receipt is not complete: the caller may have something to add. */
  Receipt send(Slice slice, PgOutput decoder, PgOutput.Listener listener)
      throws InterruptedException {
    receipt = new Receipt();
    ByteBuffer message;
    while ((message = slice.messages().poll()) != null) {
      decoder.decode(message, listener);
    }
    return receipt;
  }

  @Override
  public void begin(long commitLsn, long micros) {
    commitMicros = micros;
  }

  @Override
  public void row(RowMapping mapping, Row row) throws InterruptedException {
    try {
      sender.send(mapping.map(row), mapping.id(row), receipt, commitMicros);
    } catch (UnusableRow e) {
      throw new RelayFailure(ExitCode.FAILED, "Outbox row %s %s".formatted(e.id(), e.reason()), e);
    }
  }

  @Override
  public void commit(long endLsn) {
    // Rows are sent as they come: an outbox has nothing to gather for a transaction's end.
  }

  @Override
  public void message(long lsn) {
    // A heartbeat only moves the slot, and the slice knows how far.
  }
}
