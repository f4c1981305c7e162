package dev.ensemble.relay;

import org.jspecify.annotations.Nullable;

/** Sends without waiting: the next slice is read while the brokers acknowledge this one. */
final class AtLeastOnce implements Delivery {
  private final Opening opening;
  private final PgOutput decoder;
  private @Nullable Outlet outlet;

  /** Connects to Kafka and finds out which rows are aside. */
  interface Opening {
    Outlet open() throws InterruptedException;
  }

  AtLeastOnce(Opening opening, PgOutput decoder) {
    this.opening = opening;
    this.decoder = decoder;
  }

  @Override
  public void open() throws InterruptedException {
    outlet = opening.open();
  }

  @Override
  public Receipt deliver(Slice slice) throws InterruptedException {
    Rows rows = outlet().rows();
    return rows.send(slice, decoder, rows).complete();
  }

  @Override
  public void deliverApart(Work work) throws InterruptedException {
    work.send(outlet(), new Receipt());
    outlet().sender().flush();
  }

  @Override
  public void sendApart(RowMapping mapping, Row row) throws InterruptedException {
    outlet().rows().row(mapping, row);
  }

  @Override
  public void settle() throws InterruptedException {
    outlet().sender().flush();
  }

  @Override
  public void caughtUp(long lsn) {
    // No position is kept.
  }

  @Override
  public void throwFirstFailure() {
    Outlet open = outlet;
    if (open != null) {
      open.sender().throwFirstFailure();
    }
  }

  @Override
  public void close() {
    Outlet open = outlet;
    if (open != null) {
      open.sender().close();
    }
  }

  @Override
  public Outlet outlet() {
    Outlet open = outlet;
    if (open == null) {
      throw new IllegalStateException("The delivery is not open");
    }
    return open;
  }
}
