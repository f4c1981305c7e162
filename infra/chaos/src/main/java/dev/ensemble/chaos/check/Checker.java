package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Past;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.invariants.Invariants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a run's history, the databases and the topics, and nothing else. It changes nothing. */
public final class Checker {
  private Checker() {}

  /**
   * Judges a run whose system has come to rest.
   *
   * @param folder where the run's history is
   * @param evidence where its databases and topics are
   * @param before what was found while it came to rest
   */
  public static Judgement judge(Path folder, Evidence evidence, List<Finding> before) {
    Past past = Past.in(folder);
    try (Database orders = Database.open(evidence.orders(), evidence);
        Database payments = Database.open(evidence.payments(), evidence);
        Database inventory = Database.open(evidence.inventory(), evidence)) {
      List<Finding> findings = new ArrayList<>(before);
      findings.addAll(new EdgeInvariants(Wishes.of(past), orders).check());
      findings.add(Looks.check(past));
      findings.addAll(new WayInvariants(orders, payments, inventory).check());
      findings.add(InboxInvariants.checkSteps(orders));
      findings.add(InboxInvariants.check("payment", payments));
      findings.add(InboxInvariants.check("inventory", inventory));
      findings.add(Recovery.check(past, orders));
      findings.add(slots(orders));
      Poison poison = Poison.of(past);
      findings.addAll(poison.check(orders, payments, inventory));
      findings.addAll(new Invariants(evidence, poison.ids()).check());
      List<Sign> signs = Signs.of(past, orders, payments);
      List<String> story =
          firstViolation(findings)
              .map(finding -> new Story(past, evidence, orders, payments, inventory).of(finding))
              .orElse(List.of());
      return new Judgement(findings, signs, story);
    }
  }

  private static Optional<Finding> firstViolation(List<Finding> findings) {
    return findings.stream().filter(finding -> !finding.holds()).findFirst();
  }

  /** Nothing keeps the log for a reader that has been given up. */
  private static Finding slots(Database server) {
    return Findings.of(
        "no replication slot is lost, and the server keeps little for each",
        server.number("SELECT count(*) FROM pg_replication_slots") + " slots",
        server.texts(
            """
            SELECT format('%s: %s, %s', slot_name, wal_status, invalidation_reason)
            FROM pg_replication_slots
            WHERE wal_status <> 'reserved' OR invalidation_reason IS NOT NULL
            """));
  }
}
