package dev.ensemble.relay;

/** Sends without waiting: the next slice is read while the brokers acknowledge this one. */
final class AtLeastOnce extends Delivery {
  private final Opening opening;
  private final PgOutput decoder;

  /** Connects to Kafka and finds out which rows are aside. */
  interface Opening {
    Outlet open() throws InterruptedException;
  }

  AtLeastOnce(Opening opening, PgOutput decoder) {
    this.opening = opening;
    this.decoder = decoder;
  }

  @Override
  void open() throws InterruptedException {
    opened(opening.open());
  }

  @Override
  Receipt deliver(Slice slice) throws InterruptedException {
    Rows rows = outlet().rows();
    return rows.send(slice, decoder, rows).complete();
  }

  @Override
  void deliverApart(Work work) throws InterruptedException {
    work.send(outlet(), new Receipt());
    outlet().sender().flush();
  }

  @Override
  void sendApart(RowMapping mapping, Row row) throws InterruptedException {
    outlet().rows().row(mapping, row);
  }

  @Override
  void settle() throws InterruptedException {
    outlet().sender().flush();
  }

  @Override
  void caughtUp(long lsn) {
    // No position is kept.
  }
}
