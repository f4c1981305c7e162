package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One slice, one Kafka transaction: its rows and how far they go. After a restart the position is
 * read back and what the slot sends again up to it is dropped. The transactional id fences a relay
 * that was thought dead: what it had begun is aborted, and it can commit nothing more (KIP-98,
 * KIP-890; the idea of a position beside the records is KIP-618's).
 */
final class Transactional extends Delivery implements PgOutput.Listener {
  private final Opening opening;
  private final PgOutput decoder;
  private Repeats repeats = new Repeats(Position.NONE);
  private boolean begun;
  private byte[] lastId = {};
  private String timeline = "";
  private long confirmableLsn;

  /**
   * @param opening fences whoever held the slot before, and finds out how far that one came
   */
  Transactional(Opening opening, PgOutput decoder) {
    this.opening = opening;
    this.decoder = decoder;
  }

  @Override
  void open() throws InterruptedException {
    Opened opened = opening.open();
    opened(opened);
    repeats = new Repeats(opened.published());
    timeline = opened.timeline();
    lastId = opened.published().lastId().getBytes(UTF_8);
    confirmableLsn = opened.published().confirmable();
  }

  @Override
  Receipt deliver(Slice slice) throws InterruptedException {
    Receipt receipt = outlet().rows().send(slice, decoder, this);
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
    Position position =
        Position.of(
            repeats.commitLsn(),
            repeats.rows(),
            new String(lastId, UTF_8),
            confirmableLsn,
            timeline);
    outlet().sender().sendState(outlet().state().record(Position.KEY, position), new Receipt());
    end();
  }

  private void end() throws InterruptedException {
    outlet().sender().commitTransaction();
    begun = false;
  }

  private void begin() throws InterruptedException {
    if (!begun) {
      outlet().sender().beginTransaction();
      begun = true;
    }
  }

  @Override
  void deliverApart(Work work) throws InterruptedException {
    begin();
    work.send(outlet(), new Receipt());
    end();
  }

  @Override
  void sendApart(RowMapping mapping, Row row) throws InterruptedException {
    begin();
    outlet().rows().row(mapping, row);
  }

  @Override
  void settle() throws InterruptedException {
    if (begun) {
      end();
    }
  }

  @Override
  void caughtUp(long lsn) throws InterruptedException {
    begin();
    outlet()
        .sender()
        .sendState(
            outlet().state().record(Position.KEY, Position.at(lsn, timeline)), new Receipt());
    end();
  }

  @Override
  public void begin(long commitLsn, long commitMicros) {
    repeats.begin(commitLsn);
    outlet().rows().begin(commitLsn, commitMicros);
  }

  @Override
  public void row(RowMapping mapping, Row row) throws InterruptedException {
    lastId = mapping.id(row);
    if (!repeats.isRepeat(lastId)) {
      begin();
      outlet().rows().row(mapping, row);
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
}
