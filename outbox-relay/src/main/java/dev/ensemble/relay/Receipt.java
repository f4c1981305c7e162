package dev.ensemble.relay;

import java.util.concurrent.atomic.AtomicInteger;

/** Whether the brokers have acknowledged all rows of one slice. */
final class Receipt {
  // One for the slice itself, until all of its rows are handed over.
  private final AtomicInteger awaited = new AtomicInteger(1);

  void expectOne() {
    awaited.incrementAndGet();
  }

  void acknowledgeOne() {
    awaited.decrementAndGet();
  }

  /** Nothing more is expected. */
  Receipt complete() {
    awaited.decrementAndGet();
    return this;
  }

  boolean isAcknowledged() {
    return awaited.get() == 0;
  }
}
