package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.relay.SourceControl.Quarantined;
import dev.ensemble.relay.SourceControl.RetryResult;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends what was set aside, as far as it can be sent now: for the thread that publishes. */
final class Retry {
  private final SourceSettings settings;

  Retry(SourceSettings settings) {
    this.settings = settings;
  }

  RetryResult run(Delivery delivery) throws InterruptedException {
    List<String> sent = new ArrayList<>();
    List<Quarantined> kept = new ArrayList<>();
    delivery.deliverApart(
        (outlet, receipt) -> {
          List<Quarantine.Entry> released = send(outlet, receipt, kept);
          // A row that the broker refuses after all must still be aside: so its record goes first.
          outlet.sender().flush();
          for (Quarantine.Entry entry : released) {
            outlet.sender().sendState(outlet.quarantine().release(entry), receipt);
            sent.add(entry.id());
          }
        });
    return new RetryResult(sent, kept);
  }

  private List<Quarantine.Entry> send(
      Delivery.Outlet outlet, Receipt receipt, List<Quarantined> kept) throws InterruptedException {
    List<Quarantine.Entry> released = new ArrayList<>();
    Map<ByteBuffer, String> blockers = new HashMap<>();
    try (TableRows table = TableRows.open(settings)) {
      for (Quarantine.Entry entry : outlet.quarantine().all()) {
        ByteBuffer key = entry.key();
        String blocker = blockers.get(key);
        String reason =
            blocker == null
                ? send(entry, table, outlet.rows(), receipt)
                : "waits for row " + blocker;
        if (reason.isEmpty()) {
          released.add(entry);
        } else {
          blockers.putIfAbsent(key, entry.id());
          kept.add(shown(entry, reason));
        }
      }
      return released;
    } catch (SQLException e) {
      throw new RelayFailure(
          ExitCode.FAILED, "The rows that are aside could not be read: " + e.getMessage(), e);
    }
  }

  /** Why it stays aside, or nothing if it is under way. */
  private static String send(Quarantine.Entry entry, TableRows table, Rows rows, Receipt receipt)
      throws SQLException, InterruptedException {
    if (!entry.reached()) {
      return "has not come from the slot again yet, nor have rows before it";
    }
    String[] reason = {"is no longer in the table"};
    table.find(entry.id(), (mapping, row) -> reason[0] = rows.sendAside(mapping, row, receipt));
    return reason[0];
  }

  static List<Quarantined> shown(Quarantine quarantine) {
    return quarantine.all().stream().map(entry -> shown(entry, entry.reason())).toList();
  }

  private static Quarantined shown(Quarantine.Entry entry, String reason) {
    return new Quarantined(entry.id(), UTF_8.decode(entry.key()).toString(), reason, entry.since());
  }
}
