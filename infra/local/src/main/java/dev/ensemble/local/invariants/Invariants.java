package dev.ensemble.local.invariants;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Everything that must be true over all databases and topics at a quiet moment. It reads and
 * changes nothing, so it can be asked as often as wanted.
 */
public final class Invariants {
  private final Evidence evidence;
  private final Set<String> knownForeignIds;

  /** Checks where nothing but our services has ever published. */
  public Invariants(Evidence evidence) {
    this(evidence, Set.of());
  }

  /**
   * Checks where others have published, too.
   *
   * @param knownForeignIds ids of events that have no outbox row because somebody else told them
   */
  public Invariants(Evidence evidence, Set<String> knownForeignIds) {
    this.evidence = evidence;
    this.knownForeignIds = Set.copyOf(knownForeignIds);
  }

  /**
   * Waits until nothing moves any more.
   *
   * @param patience how long to wait at most
   * @param progress told every few seconds what is still moving
   * @return whether it became quiet; where not, what was still moving
   */
  public Finding awaitQuiet(Duration patience, Consumer<String> progress)
      throws InterruptedException {
    try (Databases databases = new Databases(evidence);
        Quiet quiet = new Quiet(databases, evidence)) {
      return quiet.await(patience, progress);
    }
  }

  /** One finding per invariant. What is not quiet yet is found to be violated. */
  public List<Finding> check() {
    try (TopicLog log = new TopicLog(evidence.bootstrapServers())) {
      log.readOn();
      return check(log);
    }
  }

  /**
   * The same, where somebody has read the topics already.
   *
   * @param log to their ends, and not longer ago than the databases came to rest
   */
  public List<Finding> check(TopicLog log) {
    try (Databases databases = new Databases(evidence)) {
      Horizon horizon = Horizon.of(evidence.topicsRetention());
      List<Finding> findings = new ArrayList<>();
      findings.addAll(
          new SagaInvariants(databases.orders(), databases.payments(), databases.inventory())
              .check());
      findings.addAll(new MoneyInvariants(databases.payments()).check());
      findings.addAll(new StockInvariants(databases.inventory()).check());
      findings.addAll(
          new PublicationInvariants(databases.all(), log, horizon, knownForeignIds).check());
      var consumption = new ConsumptionInvariants(log, horizon);
      findings.add(consumption.check(Reacts.ORDER, databases.orders()));
      findings.add(consumption.check(Reacts.PAYMENT, databases.payments()));
      findings.add(consumption.check(Reacts.INVENTORY, databases.inventory()));
      return findings;
    }
  }
}
