package dev.ensemble.relay;

/**
 * How slices get to Kafka. One thread uses it, from the moment on when this relay holds the slot.
 * Its failures are {@link RelayFailure}s; after one nothing more is delivered.
 */
sealed interface Delivery extends AutoCloseable permits AtLeastOnce, Transactional {
  /** What it does before the first slice, which only the slot's holder may do. */
  void open() throws InterruptedException;

  /** Hands over every row of the slice; the receipt tells when the brokers have them all. */
  Receipt deliver(Slice slice) throws InterruptedException;

  /** Throws if one of the sends under way has failed. */
  void throwFirstFailure();

  @Override
  void close();

  /** The value of {@code relay.delivery}. */
  enum Mode {
    /** Rows as they come; a restart repeats what was not confirmed. */
    AT_LEAST_ONCE,
    /** Rows and the position in one Kafka transaction; a restart drops what it has sent. */
    TRANSACTIONAL
  }
}
