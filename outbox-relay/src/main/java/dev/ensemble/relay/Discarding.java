package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.relay.SourceControl.Discarded;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up a row that is aside, for the thread that publishes. What is behind it under its key is
 * not sent by that: whoever gives up one row may want to look at the next before it goes out.
 */
final class Discarding {
  private static final Logger log = LoggerFactory.getLogger(Discarding.class);
  // Each is looked for in the table. Rows are given up by hand, so this keeps pace.
  private static final int FORGOTTEN_MAX = 100;

  private final String source;
  private final SourceSettings settings;

  Discarding(String source, SourceSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  /** Looks at the database in the caller's thread, so that its failure is only the command's. */
  Discarded run(Delivery delivery, Commands commands, DiscardOrder order)
      throws InterruptedException {
    Quarantine quarantine = delivery.outlet().quarantine();
    SourceFacts facts = facts();
    List<Quarantine.Entry> over = over(quarantine.discarded(), facts.slot());
    Quarantine.Discard how =
        new Quarantine.Discard(
            order.by(),
            order.why(),
            Clock.systemUTC().instant().toString(),
            Position.text(facts.server().endLsn()));
    return commands
        .ask(() -> discard(delivery, order.row(), how, over))
        .orElseThrow(
            () ->
                new RelayFailure(
                    ExitCode.FAILED,
                    "Nothing is aside in source %s by the id %s".formatted(source, order.row()),
                    null));
  }

  private Optional<Discarded> discard(
      Delivery delivery, String id, Quarantine.Discard how, List<Quarantine.Entry> over)
      throws InterruptedException {
    Quarantine quarantine = delivery.outlet().quarantine();
    Quarantine.Entry entry = quarantine.find(id);
    if (entry == null) {
      return before(quarantine, id);
    }
    delivery.deliverApart(
        (outlet, receipt) -> {
          outlet.sender().sendState(quarantine.discard(entry, how), receipt);
          for (Quarantine.Entry gone : over) {
            outlet.sender().sendState(quarantine.forgetDiscarded(gone), receipt);
          }
        });
    log.warn(
        "AUDIT source {}: row {} of key {} is discarded and will never be sent, by {}: {}. It was"
            + " aside since {}: {}",
        source,
        DiscardOrder.printable(entry.id()),
        DiscardOrder.printable(UTF_8.decode(entry.key()).toString()),
        how.by(),
        how.why(),
        entry.since(),
        DiscardOrder.printable(entry.reason()));
    return Optional.of(new Discarded(true, how, quarantine.countOf(entry.key())));
  }

  private static Optional<Discarded> before(Quarantine quarantine, String id) {
    Quarantine.Entry gone = quarantine.findDiscarded(id);
    Quarantine.Discard how = gone == null ? null : gone.discard();
    return gone == null || how == null
        ? Optional.empty()
        : Optional.of(new Discarded(false, how, quarantine.countOf(gone.key())));
  }

  private SourceFacts facts() {
    try (SourceDatabase database = SourceDatabase.open(settings, "discard")) {
      return database.facts();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Rows given up long ago that neither the slot nor the table can bring again. */
  private List<Quarantine.Entry> over(
      List<Quarantine.Entry> discarded, SourceFacts.@Nullable Slot slot)
      throws InterruptedException {
    long confirmed = slot == null ? 0 : slot.confirmedLsn();
    List<Quarantine.Entry> over = new ArrayList<>();
    List<Quarantine.Entry> oldest =
        discarded.stream().filter(gone -> gone.isBefore(confirmed)).limit(FORGOTTEN_MAX).toList();
    if (oldest.isEmpty()) {
      return over;
    }
    try (TableRows table = TableRows.open(settings)) {
      for (Quarantine.Entry gone : oldest) {
        if (!table.find(gone.id(), (mapping, row) -> {})) {
          over.add(gone);
        }
      }
      return over;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static RelayFailure failure(SQLException e) {
    return new RelayFailure(
        ExitCode.FAILED, "The table could not be looked at: " + e.getMessage(), e);
  }
}
