package dev.ensemble.chaos.simulator;

import java.util.List;

/** A service as a consumer: the inbox before its reactions, in the transaction that acts. */
final class Consumer {

  /** What became of a record. */
  enum Fate {
    ACTED,
    KNOWN,
    PARKED,
    IGNORED
  }

  /** What a service does on a fact of others. */
  @FunctionalInterface
  interface Reaction {
    void to(Row row);
  }

  private record Delivery(Row row, boolean isPoison) {}

  private record Remembering(Row row) {}

  private record ActingApart(Row row) {}

  private record Redrive() {}

  private final Service service;
  private final Database database;
  private final Mutation mutation;
  private final Reaction reaction;

  Consumer(Service service, Database database, Mutation mutation, Reaction reaction) {
    this.service = service;
    this.database = database;
    this.mutation = mutation;
    this.reaction = reaction;
  }

  Inbox inbox(int order) {
    return database.find(Slot.INBOX, order) instanceof Inbox inbox ? inbox : Inbox.EMPTY;
  }

  /** What would become of a record now. */
  Fate fate(Row row, boolean isPoison) {
    if (!row.concerns(service)) {
      return Fate.IGNORED;
    }
    Inbox inbox = inbox(row.order());
    if (mutation != Mutation.INBOX_REMOVED && inbox.knows(channel(row).bit(row))) {
      return Fate.KNOWN;
    }
    boolean isHeldUp = !inbox.parked().isEmpty() && mutation != Mutation.PARKED_OVERTAKEN;
    if (isHeldUp || isPoison || inbox.parked().contains(row)) {
      return Fate.PARKED;
    }
    return Fate.ACTED;
  }

  /**
   * Takes a record in.
   *
   * @param isPoison the reaction fails, and not because of an outage
   */
  void take(Row row, boolean isPoison, Crash crash) {
    if (mutation == Mutation.INBOX_APART && fate(row, isPoison) == Fate.ACTED) {
      int bit = channel(row).bit(row);
      database.transact(
          new Remembering(row), Crash.NONE, () -> save(row, inbox(row.order()).knowing(bit)));
      database.transact(new ActingApart(row), crash, () -> act(row));
      return;
    }
    database.transact(
        new Delivery(row, isPoison),
        crash,
        () -> {
          switch (fate(row, isPoison)) {
            case IGNORED, KNOWN -> {}
            case PARKED -> park(row);
            case ACTED -> act(row);
          }
        });
  }

  /** Acts on the first event that waits of the key, now that its reason has been mended. */
  void redrive(int order, Crash crash) {
    database.transact(
        new Redrive(),
        crash,
        () -> {
          Inbox inbox = inbox(order);
          Row first = inbox.parked().getFirst();
          save(first, inbox.withoutFirst());
          if (!inbox.knows(channel(first).bit(first))) {
            act(first);
          }
        });
  }

  private void park(Row row) {
    Inbox inbox = inbox(row.order());
    if (!inbox.parked().contains(row)) {
      save(row, inbox.parking(row));
    }
  }

  private void act(Row row) {
    Inbox inbox = inbox(row.order()).acting(channel(row), row);
    int bit = channel(row).bit(row);
    save(row, mutation == Mutation.INBOX_REMOVED ? inbox : inbox.knowing(bit));
    reaction.to(row);
  }

  private void save(Row row, Inbox inbox) {
    database.put(Slot.INBOX, row.order(), inbox);
  }

  private Channel channel(Row row) {
    return Channel.of(service, row.source());
  }

  /** What waits of a key. */
  List<Row> parked(int order) {
    return inbox(order).parked();
  }
}
