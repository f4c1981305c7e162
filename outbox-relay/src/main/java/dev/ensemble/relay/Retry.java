package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.relay.SourceControl.Quarantined;
import dev.ensemble.relay.SourceControl.RetryResult;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends what was set aside, as far as it can be sent now: for the thread that publishes. */
final class Retry {
  // Of one key, in one transaction at the broker: some 100 MB at the most, which take seconds of
  // the 30 that it may last.
  private static final int ROWS_PER_DELIVERY = 100;

  private final SourceSettings settings;

  Retry(SourceSettings settings) {
    this.settings = settings;
  }

  /**
   * A key at a time, so that one whose rows the broker refuses still does not keep the others;
   * those that a broker has refused before come last.
   */
  RetryResult run(Delivery delivery) throws InterruptedException {
    List<String> sent = new ArrayList<>();
    List<Quarantined> kept = new ArrayList<>();
    Map<ByteBuffer, List<Quarantine.Entry>> byKey = new LinkedHashMap<>();
    Map<ByteBuffer, List<Quarantine.Entry>> refusedBefore = new LinkedHashMap<>();
    for (Quarantine.Entry entry : delivery.outlet().quarantine().all()) {
      boolean refused = refusedBefore.containsKey(entry.key()) || entry.isRefusedByBroker();
      (refused && !byKey.containsKey(entry.key()) ? refusedBefore : byKey)
          .computeIfAbsent(entry.key(), key -> new ArrayList<>())
          .add(entry);
    }
    byKey.putAll(refusedBefore);
    try (TableRows table = TableRows.open(settings)) {
      for (List<Quarantine.Entry> rows : byKey.values()) {
        for (int from = 0; from < rows.size() && !isKept(rows, kept); from += ROWS_PER_DELIVERY) {
          int to = Math.min(rows.size(), from + ROWS_PER_DELIVERY);
          run(delivery, table, rows.subList(from, to), new RetryResult(sent, kept));
        }
      }
    } catch (SQLException e) {
      throw new RelayFailure(
          ExitCode.FAILED, "The rows that are aside could not be read: " + e.getMessage(), e);
    }
    return new RetryResult(sent, shownAgain(delivery.outlet().quarantine(), kept));
  }

  private static boolean isKept(List<Quarantine.Entry> rows, List<Quarantined> kept) {
    return !kept.isEmpty() && rows.stream().anyMatch(row -> row.id().equals(kept.getLast().id()));
  }

  /** All that are still aside, with the reason as it is now where it was looked for. */
  private static List<Quarantined> shownAgain(Quarantine quarantine, List<Quarantined> kept) {
    Map<String, Quarantined> reasons = new HashMap<>();
    kept.forEach(row -> reasons.put(row.id(), row));
    return shown(quarantine.all()).stream()
        .map(row -> reasons.getOrDefault(row.id(), row))
        .toList();
  }

  private static void run(
      Delivery delivery, TableRows table, List<Quarantine.Entry> rows, RetryResult result)
      throws InterruptedException {
    delivery.deliverApart(
        (outlet, receipt) -> {
          List<Quarantine.Entry> released = send(rows, table, outlet, receipt, result.kept());
          // A row that the broker refuses after all must still be aside: so its record goes first.
          outlet.sender().flush();
          for (Quarantine.Entry entry : released) {
            outlet.sender().sendState(outlet.quarantine().release(entry), receipt);
            result.sent().add(entry.id());
          }
        });
  }

  private static List<Quarantine.Entry> send(
      List<Quarantine.Entry> rows,
      TableRows table,
      Delivery.Outlet outlet,
      Receipt receipt,
      List<Quarantined> kept)
      throws InterruptedException {
    List<Quarantine.Entry> released = new ArrayList<>();
    for (Quarantine.Entry entry : rows) {
      String reason = send(entry, table, outlet.rows(), receipt);
      if (!reason.isEmpty()) {
        kept.add(shown(entry, reason));
        break; // What comes after it under its key waits for it.
      }
      released.add(entry);
    }
    return released;
  }

  /** Why it stays aside, or nothing if it is under way. */
  private static String send(Quarantine.Entry entry, TableRows table, Rows rows, Receipt receipt)
      throws InterruptedException {
    if (!entry.reached()) {
      return "has not come from the slot again yet, nor have rows before it";
    }
    String[] reason = {"is no longer in the table"};
    try {
      table.find(entry.id(), (mapping, row) -> reason[0] = rows.sendAside(mapping, row, receipt));
    } catch (SQLException e) {
      throw new RelayFailure(
          ExitCode.FAILED, "A row that is aside could not be read: " + e.getMessage(), e);
    }
    return reason[0];
  }

  static List<Quarantined> shown(List<Quarantine.Entry> entries) {
    return entries.stream().map(entry -> shown(entry, entry.reason())).toList();
  }

  private static Quarantined shown(Quarantine.Entry entry, String reason) {
    return new Quarantined(entry.id(), UTF_8.decode(entry.key()).toString(), reason, entry.since());
  }
}
