package dev.ensemble.chaos;

import dev.ensemble.chaos.fault.Fault;
import dev.ensemble.chaos.fault.FaultKind;
import dev.ensemble.chaos.fault.LinkFault;
import dev.ensemble.chaos.fault.LinkFault.Harm;
import dev.ensemble.chaos.fault.Planned;
import dev.ensemble.chaos.fault.Poisoned;
import dev.ensemble.chaos.fault.ProcessFault;
import dev.ensemble.chaos.fault.ProcessFault.Deed;
import dev.ensemble.chaos.fault.Republished;
import dev.ensemble.chaos.mutation.Mutation;
import dev.ensemble.local.players.Kind;
import dev.ensemble.local.players.Plan;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a small system is led through that shows whether one defence is there.
 *
 * @param mutation what is taken out of it the second time
 * @param toldBy the invariant that must tell of it
 */
record Experiment(Mutation mutation, String toldBy) {
  /** None whose end is waited for: neither a slow bank's nor a deadline's. */
  private static final Set<Kind> QUICK =
      EnumSet.of(
          Kind.COMPLETED,
          Kind.OUT_OF_STOCK,
          Kind.PAYMENT_DECLINED,
          Kind.SHIPMENT_FAILED,
          Kind.CANCELLED_BEFORE_DISPATCH);

  static Experiment of(Mutation mutation) {
    return new Experiment(
        mutation,
        switch (mutation) {
          case INBOX_INSERT_REMOVED, INBOX_INSERT_OUTSIDE ->
              "payment remembers each cause in the transaction that acted";
          case INBOX_CLAIM_IGNORED -> SecondTime.PASSED_OVER;
          case OFFSET_BEFORE_COMMIT -> "inventory acted once on each event that concerns it";
          case OUTBOX_AFTER_COMMIT -> "each order was told once, in the transaction that placed it";
          case PARKED_OVERTAKEN -> "what comes behind an event that cannot be read waits for it";
          case RELAY_MARKS_EARLY -> "each outbox row is on its topic, byte for byte";
          case CANCELLED_REVIVED -> "an order takes the saga's steps and no other";
          case REFUND_WITHOUT_KEY -> OutsideProvider.BOOKS_AGREE;
          case KEY_FINGERPRINT -> "whoever asks again reads the same status and body";
        });
  }

  /** What goes wrong meanwhile; each fault is good for once. */
  List<Planned> faults() {
    return switch (mutation) {
      case INBOX_INSERT_REMOVED,
          INBOX_INSERT_OUTSIDE,
          OUTBOX_AFTER_COMMIT,
          CANCELLED_REVIVED,
          REFUND_WITHOUT_KEY,
          KEY_FINGERPRINT ->
          List.of();
      case INBOX_CLAIM_IGNORED -> everythingAgain();
      case OFFSET_BEFORE_COMMIT -> killedAmidTheWork();
      case PARKED_OVERTAKEN ->
          List.of(planned(1, 0, 2, FaultKind.POISON, new Poisoned(UUID.randomUUID().toString())));
      case RELAY_MARKS_EARLY -> killedWithRowsInFlight();
    };
  }

  private static List<Planned> everythingAgain() {
    return List.of(
        planned(1, 1, 0, FaultKind.REPUBLISH, new Republished("inventory.events", false, 1)));
  }

  /** What was polled waits for a database that does not answer, when its reader is killed. */
  private static List<Planned> killedAmidTheWork() {
    return List.of(
        planned(
            1,
            0,
            5,
            FaultKind.SILENCE_LINK,
            new LinkFault(Harm.SILENCE, "inventory-service>postgres")),
        planned(
            2,
            4,
            0,
            FaultKind.KILL_SERVICE,
            new ProcessFault(Deed.KILL, List.of("inventory-service"))));
  }

  /** Rows are handed over, nobody can acknowledge them, and the relay is killed. */
  private static List<Planned> killedWithRowsInFlight() {
    return List.of(
        planned(
            1,
            0,
            6,
            FaultKind.KEEP_BROKER_DOWN,
            new ProcessFault(Deed.KEEP_DOWN, List.of("kafka"))),
        planned(
            2, 5, 0, FaultKind.KILL_RELAY, new ProcessFault(Deed.KILL, List.of("outbox-relay"))));
  }

  private static Planned planned(
      int number, int atSeconds, int lastsSeconds, FaultKind kind, Fault fault) {
    return new Planned(
        number,
        number,
        Duration.ofSeconds(atSeconds),
        Duration.ofSeconds(lastsSeconds),
        kind,
        fault);
  }

  /**
   * Whether it goes wrong when all else has come to its end: what comes a second time beside the
   * first would be told apart from it within a batch.
   */
  boolean isWhenQuiet() {
    return mutation == Mutation.INBOX_CLAIM_IGNORED;
  }

  /** Whether such a customer comes. */
  boolean wants(Plan plan) {
    if (mutation == Mutation.REFUND_WITHOUT_KEY) {
      // The one refund of each time is that of the first of its kind.
      return plan.kind() == Kind.COMPLETED
          || (plan.kind() == Kind.SHIPMENT_FAILED && plan.number() <= Kind.values().length);
    }
    return QUICK.contains(plan.kind());
  }

  /** Short where orders are lost, as nothing else ends them; long where none may be withdrawn. */
  Duration deadline() {
    return mutation == Mutation.REFUND_WITHOUT_KEY ? Duration.ofMinutes(2) : Duration.ofSeconds(10);
  }
}
