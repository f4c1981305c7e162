package dev.ensemble.relay;

/**
 * How rows get to Kafka. One thread uses it, from the moment on when this relay holds the slot. Its
 * failures are {@link RelayFailure}s; after one nothing more is delivered.
 */
sealed interface Delivery extends AutoCloseable permits AtLeastOnce, Transactional {
  /** What it does before anything else, which only the slot's holder may do. */
  void open() throws InterruptedException;

  /** Hands over every row of the slice; the receipt tells when the brokers have them all. */
  Receipt deliver(Slice slice) throws InterruptedException;

  /** Rows that do not come from the stream; returns when the brokers have them, and all before. */
  void deliverApart(Work work) throws InterruptedException;

  /** One row of the table, where no slot will bring it. */
  void sendApart(RowMapping mapping, Row row) throws InterruptedException;

  /** Returns when the brokers have all rows that were sent apart. */
  void settle() throws InterruptedException;

  /** All rows before that place in the WAL are published, and a new slot begins there. */
  void caughtUp(long lsn) throws InterruptedException;

  /** What sends rows, or sets them aside. */
  Outlet outlet();

  /** Throws if one of the sends under way has failed. */
  void throwFirstFailure();

  @Override
  void close();

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
