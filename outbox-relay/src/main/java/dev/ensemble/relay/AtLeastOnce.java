package dev.ensemble.relay;

/**
 * Sends without waiting: the next slice is read while the brokers acknowledge this one. What it
 * writes down of its position is a bound that the slot does not pass, so that a slot beyond it was
 * moved by somebody else.
 */
final class AtLeastOnce extends Delivery {
  private final Opening opening;
  private final PgOutput decoder;
  private final SlotBound bound = new SlotBound();
  private String timeline = "";
  private String key = "";

  AtLeastOnce(Opening opening, PgOutput decoder) {
    this.opening = opening;
    this.decoder = decoder;
  }

  @Override
  void open() throws InterruptedException {
    Opened opened = opening.open();
    opened(opened);
    timeline = opened.timeline();
    key = opened.positionKey();
    bound.begin(opened.published().confirmable());
  }

  @Override
  Receipt deliver(Slice slice) throws InterruptedException {
    Rows rows = outlet().rows();
    Receipt receipt = rows.send(slice, decoder, rows);
    // With the slice's own receipt, because the slot moves when that is complete.
    write(bound.reach(slice.confirmableLsn(), System.nanoTime()), receipt);
    return receipt.complete();
  }

  private void write(long lsn, Receipt receipt) throws InterruptedException {
    if (lsn != SlotBound.STANDS) {
      Position position = Position.bound(lsn, timeline);
      outlet().sender().sendState(outlet().state().record(key, position), receipt);
    }
  }

  @Override
  Receipt settled() throws InterruptedException {
    Receipt receipt = new Receipt();
    write(bound.tighten(), receipt);
    return receipt.complete();
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
  void caughtUp(long lsn) throws InterruptedException {
    write(lsn, new Receipt());
    outlet().sender().flush();
  }
}
