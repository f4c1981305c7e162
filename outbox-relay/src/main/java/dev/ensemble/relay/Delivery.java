package dev.ensemble.relay;

import org.jspecify.annotations.Nullable;

/**
 * How rows get to Kafka. One thread uses it, from the moment on when this relay holds the slot. Its
 * failures are {@link RelayFailure}s; after one nothing more is delivered.
 */
abstract sealed class Delivery implements AutoCloseable permits AtLeastOnce, Transactional {
  private @Nullable Outlet outlet;

  /** What it does before anything else, which only the slot's holder may do. */
  abstract void open() throws InterruptedException;

  /** Hands over every row of the slice; the receipt tells when the brokers have them all. */
  abstract Receipt deliver(Slice slice) throws InterruptedException;

  /** Rows that do not come from the stream; returns when the brokers have them, and all before. */
  abstract void deliverApart(Work work) throws InterruptedException;

  /** One row of the table, where no slot will bring it. */
  abstract void sendApart(RowMapping mapping, Row row) throws InterruptedException;

  /** Returns when the brokers have all rows that were sent apart. */
  abstract void settle() throws InterruptedException;

  /**
   * The last call, if it comes: all rows that were delivered are acknowledged.
   *
   * @return when that is written down
   */
  Receipt settled() throws InterruptedException {
    return new Receipt().complete();
  }

  /** All rows before that place in the WAL are published, and a new slot begins there. */
  abstract void caughtUp(long lsn) throws InterruptedException;

  /** What is there from then on. */
  interface Opening {
    Opened open() throws InterruptedException;
  }

  /**
   * What is there after the opening.
   *
   * @param published how far the rows are published by now
   * @param timeline of the WAL that is streamed
   * @param positionKey what a position stands under in the state topic
   */
  record Opened(Outlet outlet, Position published, String timeline, String positionKey) {}

  final void opened(Opened opened) {
    outlet = opened.outlet();
  }

  /** What sends rows, or sets them aside. */
  final Outlet outlet() {
    Outlet open = outlet;
    if (open == null) {
      throw new IllegalStateException("The delivery is not open");
    }
    return open;
  }

  /** Whether so many rows are aside that no further one is to be delivered. */
  final boolean isFull() {
    return Quarantine.isFull(outlet().quarantine().count());
  }

  /** Throws if one of the sends under way has failed. */
  final void throwFirstFailure() {
    Outlet open = outlet;
    if (open != null) {
      open.sender().throwFirstFailure();
    }
  }

  /** Whether a row is under way, or has arrived. */
  final boolean hasSentRows() {
    Outlet open = outlet;
    return open != null && open.sender().hasSentRows();
  }

  @Override
  public final void close() {
    Outlet open = outlet;
    if (open != null) {
      open.sender().close();
    }
  }

  /** Something to send, with the receipt to send it under. */
  interface Work {
    void send(Outlet outlet, Receipt receipt) throws InterruptedException;
  }

  /** What exists from the moment on when the slot is held. */
  record Outlet(Sender sender, Rows rows, Quarantine quarantine, StateTopic state) {}

  /** The value of {@code relay.delivery}. */
  enum Mode {
    /** Rows as they come; a restart repeats what was not confirmed. */
    AT_LEAST_ONCE,
    /** Rows and the position in one Kafka transaction; a restart drops what it has sent. */
    TRANSACTIONAL
  }
}
