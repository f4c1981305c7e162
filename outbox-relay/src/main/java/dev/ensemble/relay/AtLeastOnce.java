package dev.ensemble.relay;

/** Sends without waiting: the next slice is read while the brokers acknowledge this one. */
final class AtLeastOnce implements Delivery {
  private final Sender sender;
  private final PgOutput decoder;
  private final Rows rows;

  AtLeastOnce(Sender sender, PgOutput decoder) {
    this.sender = sender;
    this.decoder = decoder;
    this.rows = new Rows(sender);
  }

  @Override
  public void open() {
    // A plain producer needs no more than its first record.
  }

  @Override
  public Receipt deliver(Slice slice) throws InterruptedException {
    return rows.send(slice, decoder, rows).complete();
  }

  @Override
  public void throwFirstFailure() {
    sender.throwFirstFailure();
  }

  @Override
  public void close() {
    sender.close();
  }
}
