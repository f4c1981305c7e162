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
    boolean owesRows = slot.skipsRows();
    String obstacle = obstacle(settings);
    if (owesRows && !obstacle.isEmpty()) {
      Verdict.Refused refused = new SlotDoctor(settings).rowsWithoutSlot();
      return new Verdict.Refused(
          refused.reason() + "; the relay cannot publish them from the table",
          "in relay.sources.%s, %s".formatted(state.name(), obstacle));
    }
    try (Delivery delivery = deliveries.make()) {
      delivery.open();
      if (owesRows) {
        publishOwed(slot, delivery);
      }
      // In any case, or a position of the slot before would be taken for a gap.
      delivery.caughtUp(slot.consistentLsn());
    }
    return new Verdict.Ready();
  }

  private void publishOwed(NewSlot slot, Delivery delivery)
      throws SQLException, InterruptedException {
    state.enter(SourceState.Phase.CATCHING_UP);
    try (TableRows table = TableRows.open(settings)) {
      table.takeSnapshot(slot.snapshot());
      long rows = table.count();
      int parts = Math.toIntExact(rows / ROWS_PER_PART + 1);
      log.info(
          "Source {} has no slot: looking for {} rows of {} on their topics",
          state.name(),
          rows,
          settings.table());
      publish(PublishedIds.of(relay.kafka(), settings.completeRow()), table, delivery, parts);
    }
  }

  private void publish(PublishedIds published, TableRows table, Delivery delivery, int parts)
      throws SQLException, InterruptedException {
    long before = state.publishedCount();
    try {
      for (int part = 0; part < parts; part++) {
        Set<String> missing = missing(table, published, part, parts);
        if (!missing.isEmpty()) {
          publish(new Unpublished(missing, published), table, delivery, part, parts);
        }
        log.info(
            "Source {} catches up: {} rows published, part {} of {} is done",
            state.name(),
            // As acknowledged: some of those that are missing are aside, or given up.
            state.publishedCount() - before,
            part + 1,
            parts);
      }
    } catch (RowRefused row) {
      // As in the stream: the next start goes on without it.
      deliveries.setAside(row, delivery.outlet().quarantine());
      throw row;
    }
  }

  /** What must be set before the table can be caught up with; empty where nothing must. */
  static String obstacle(SourceSettings settings) {
    RowSettings row = settings.completeRow();
    if (PublishedIds.header(row) == null) {
      return "set a header to {%s} in row.headers, or what is published cannot be told"
          .formatted(RowSettings.named(row.id()));
    }
    if (row.orderColumns().isEmpty()) {
      return "set row.order to columns of the table by which each key's rows stand in the order"
          + " of their commits";
    }
    return "";
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
            topics.add(mapping.topic(row));
          } catch (UnusableRow e) {
            // It is on no topic, and will be set aside.
          }
        });
    published.removeFrom(missing, topics);
    return missing;
  }

  private void publish(
      Unpublished unpublished, TableRows table, Delivery delivery, int part, int parts)
      throws SQLException, InterruptedException {
    table.someInOrder(part, parts, unpublished::see);
    Portion portion = new Portion();
    table.someInOrder(
        part,
        parts,
        (mapping, row) -> {
          if (unpublished.contains(mapping, row)) {
            delivery.sendApart(mapping, row);
            portion.add(row.bytes(), System.nanoTime());
          }
          if (portion.isDue(System.nanoTime())) {
            delivery.settle();
            portion.settled();
          }
        });
    delivery.settle();
    if (unpublished.takenForPublished() > 0) {
      log.warn(
          "Source {} takes {} rows for published that are on no topic: later rows of their keys"
              + " are, and the topics have let go of older records",
          state.name(),
          unpublished.takenForPublished());
    }
  }
}
