package dev.ensemble.relay;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what the table holds and the topics do not, where a slot was lost or a relay comes
 * late: each key's rows in their order, under the ids that they have. It runs before the new slot
 * is kept and with the snapshot of exactly the rows before it. A crash leaves no slot, and the next
 * start finds on the topics what this one has sent. What it may repeat is therefore only what
 * another relay sends at the same time, and what is under way in a crash.
 */
final class CatchUp implements Admission.EarlierRows {
  private static final Logger log = LoggerFactory.getLogger(CatchUp.class);
  // Rows whose ids are held in memory at a time, about 100 bytes each; a larger table is gone
  // through in parts, each with the topics once more.
  private static final long ROWS_PER_PART = 500_000;
  // In one transaction at the broker; it must end before transaction.timeout.ms.
  private static final int ROWS_PER_DELIVERY = 5_000;

  private final SourceState state;
  private final SourceSettings settings;
  private final RelaySettings relay;
  private final Deliveries deliveries;

  CatchUp(SourceState state, SourceSettings settings, RelaySettings relay, Deliveries deliveries) {
    this.state = state;
    this.settings = settings;
    this.relay = relay;
    this.deliveries = deliveries;
  }

  @Override
  public Verdict publish(NewSlot slot) throws SQLException, InterruptedException {
    PublishedIds published = PublishedIds.of(relay.kafka(), settings.completeRow());
    if (published == null) {
      return cannot(
          "no header of its records is the row's id, so what is published cannot be told",
          "set a header to {%s} in row.headers"
              .formatted(RowSettings.named(settings.completeRow().id())));
    }
    if (settings.completeRow().orderColumns().isEmpty()) {
      return cannot(
          "it is not known which columns order the rows of one key",
          "set row.order to columns of the table by which each key's rows stand in the order of"
              + " their commits");
    }
    state.enter(SourceState.Phase.CATCHING_UP);
    try (TableRows table = TableRows.open(settings);
        Delivery delivery = deliveries.make()) {
      delivery.open();
      table.takeSnapshot(slot.snapshot());
      long rows = table.count();
      int parts = Math.toIntExact(rows / ROWS_PER_PART + 1);
      log.info(
          "Source {} has no slot: looking for {} rows of {} on their topics",
          state.name(),
          rows,
          settings.table());
      long sent = 0;
      for (int part = 0; part < parts; part++) {
        Set<String> missing = missing(table, published, part, parts);
        sent += missing.size();
        publish(missing, table, delivery, part, parts);
        log.info(
            "Source {} catches up: {} rows published, part {} of {} is done",
            state.name(),
            sent,
            part + 1,
            parts);
      }
      delivery.caughtUp(slot.consistentLsn());
    }
    return new Verdict.Ready();
  }

  private Verdict cannot(String reason, String remedy) {
    Verdict.Refused refused = new SlotDoctor(settings).rowsWithoutSlot();
    return new Verdict.Refused(
        refused.reason() + "; the relay cannot publish them from the table, because " + reason,
        "in relay.sources.%s %s; or: %s".formatted(state.name(), remedy, refused.remedy()));
  }

  private static Set<String> missing(TableRows table, PublishedIds published, int part, int parts)
      throws SQLException, InterruptedException {
    Set<String> missing = new HashSet<>();
    Set<String> topics = new HashSet<>();
    table.some(
        part,
        parts,
        (mapping, row) -> {
          missing.add(mapping.idOf(row));
          try {
            topics.add(mapping.map(row).topic());
          } catch (UnusableRow e) {
            // It is on no topic, and will be set aside.
          }
        });
    published.removeFrom(missing, topics);
    return missing;
  }

  private static void publish(
      Set<String> missing, TableRows table, Delivery delivery, int part, int parts)
      throws SQLException, InterruptedException {
    int[] unsettled = {0};
    if (!missing.isEmpty()) {
      table.someInOrder(
          part,
          parts,
          (mapping, row) -> {
            if (missing.contains(mapping.idOf(row))) {
              delivery.sendApart(mapping, row);
              if (++unsettled[0] % ROWS_PER_DELIVERY == 0) {
                delivery.settle();
              }
            }
          });
      delivery.settle();
    }
  }
}
