package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Line;
import dev.ensemble.chaos.history.Past;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.invariants.Invariants;
import dev.ensemble.local.invariants.Reacts;
import dev.ensemble.local.invariants.TopicLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a run's history, the databases and the topics, and nothing else. It changes nothing. */
public final class Checker {
  /** How the invariant begins whose figures tell how long the recovery took. */
  public static final String RECOVERY = Recovery.INVARIANT;

  private final Evidence evidence;
  private final Past past;
  private final Found found = new Found();
  private final Wishes wishes = new Wishes();
  private final Looks looks = new Looks();
  private final Claims claims = new Claims();
  private final Comeback comeback = new Comeback();
  private final Recovery recovery = new Recovery();
  private final RepeatInvariants repeats = new RepeatInvariants();
  private final Poison poison = new Poison();

  private Checker(Path folder, Evidence evidence) {
    this.evidence = evidence;
    this.past = Past.in(folder);
    // A long run's history has a million lines: it is read once.
    past.each(
        List.<Consumer<Line>>of(found, wishes, looks, claims, comeback, recovery, repeats, poison));
  }

  /**
   * Judges a run whose system has come to rest.
   *
   * @param folder where the run's history is
   * @param evidence where its databases and topics are
   * @param before what was found while it came to rest; what the history tells of it is known
   */
  public static Judgement judge(Path folder, Evidence evidence, List<Finding> before) {
    Checker checker = new Checker(folder, evidence);
    try (TopicLog log = TopicLog.read(evidence, Set.of(RepeatInvariants.ON_PURPOSE))) {
      return checker.judge(log, before);
    }
  }

  /** The same without signs and story, where somebody has read the topics already. */
  static List<Finding> findings(Path folder, Evidence evidence, TopicLog log) {
    Checker checker = new Checker(folder, evidence);
    try (Database orders = Database.open(evidence.orders(), evidence);
        Database payments = Database.open(evidence.payments(), evidence);
        Database inventory = Database.open(evidence.inventory(), evidence)) {
      return checker.findings(log, orders, payments, inventory);
    }
  }

  private Judgement judge(TopicLog log, List<Finding> before) {
    try (Database orders = Database.open(evidence.orders(), evidence);
        Database payments = Database.open(evidence.payments(), evidence);
        Database inventory = Database.open(evidence.inventory(), evidence)) {
      List<Finding> findings = new ArrayList<>(found.with(before));
      findings.addAll(findings(log, orders, payments, inventory));
      findings.add(
          PhantomInvariants.check(
              evidence.bootstrapServers(), List.of(orders, payments, inventory), poison.ids()));
      List<Sign> signs = Signs.of(past, orders, payments);
      List<String> story = new ArrayList<>();
      if (findings.stream().anyMatch(finding -> !finding.holds())) {
        story.addAll(new Story(past, evidence, orders, payments, inventory).ofShortest(findings));
        story.add("To hold it again: " + conditions().command());
      }
      return new Judgement(findings, signs, story);
    }
  }

  private Conditions conditions() {
    Conditions[] conditions = {Conditions.NONE};
    past.each(
        line -> {
          if (line.what() == Happening.RUN) {
            conditions[0] = new Conditions(line);
          }
        });
    return conditions[0];
  }

  private List<Finding> findings(
      TopicLog log, Database orders, Database payments, Database inventory) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(new EdgeInvariants(wishes, orders).check());
    findings.addAll(new ChangeInvariants(wishes, orders, inventory).check());
    findings.add(looks.check());
    findings.addAll(new WayInvariants(orders, payments, inventory).check());
    findings.add(InboxInvariants.checkSteps(orders, log));
    findings.addAll(InboxInvariants.check("payment", payments));
    findings.addAll(InboxInvariants.check("inventory", inventory));
    OffsetInvariants offsets = new OffsetInvariants(claims, log);
    findings.add(offsets.check(Reacts.ORDER, orders));
    findings.add(offsets.check(Reacts.PAYMENT, payments));
    findings.add(offsets.check(Reacts.INVENTORY, inventory));
    SlotInvariants slots = new SlotInvariants(claims, log);
    findings.add(slots.published("order", orders));
    findings.add(slots.published("payment", payments));
    findings.add(slots.published("inventory", inventory));
    findings.add(slots.there());
    findings.add(repeats.check(log, claims, poison.ids()));
    findings.addAll(comeback.check());
    findings.add(recovery.check(orders));
    findings.addAll(poison.check(orders, payments, inventory));
    findings.addAll(new Invariants(evidence, poison.ids()).check(log));
    return findings;
  }
}
