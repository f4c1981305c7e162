package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Line;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What became of events that somebody else told: one that cannot be read, and others behind it on
 * its key. Each of them must have been parked, and decided upon in its turn; what was acted on live
 * is not in the audit.
 */
final class Poison implements Consumer<Line> {
  private static final String KIND = "poison";

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final String DECISIONS =
      """
      SELECT event_id::text || ' ' || result FROM messaging.parking_audit
      WHERE convert_from(parked_key, 'UTF8') = ? AND result <> 'failed' ORDER BY id
      """;

  private static final String LEFT =
      """
      SELECT format('%s of %s: %s, %s', event_id, consumer, kind, reason)
      FROM messaging.parked_events ORDER BY number
      """;

  private final List<Told> all = new ArrayList<>();

  /** The events of one key, in the order in which they were told. */
  private record Told(String key, List<String> ids) {
    /** What a person decided of the first and of those that waited behind it. */
    private List<String> decisions() {
      List<String> decisions = new ArrayList<>();
      for (String id : ids) {
        decisions.add(id + (decisions.isEmpty() ? " discarded" : " applied"));
      }
      return decisions;
    }
  }

  /** A fault of this kind says its key and, once they are known, the ids. */
  @Override
  public void accept(Line line) {
    if (line.what() == Happening.HEAL && line.text("kind").equals(KIND)) {
      List<String> named =
          UUID.matcher(line.text("words")).results().map(MatchResult::group).toList();
      if (named.size() > 1) {
        all.add(new Told(named.getFirst(), named.subList(1, named.size())));
      }
    }
  }

  /** Events that have no row in any outbox. */
  Set<String> ids() {
    Set<String> ids = new HashSet<>();
    all.forEach(told -> ids.addAll(told.ids()));
    return ids;
  }

  List<Finding> check(Database orders, Database payments, Database inventory) {
    List<String> overtaken = new ArrayList<>();
    for (Told told : all) {
      List<String> decided = inventory.texts(DECISIONS, told.key());
      if (!decided.equals(told.decisions())) {
        overtaken.add(
            "key %s: parked and decided upon were %s, not %s"
                .formatted(told.key(), decided, told.decisions()));
      }
    }
    List<String> left = new ArrayList<>();
    for (Database one : List.of(orders, payments, inventory)) {
      left.addAll(one.texts(LEFT));
    }
    return List.of(
        Finding.of(
            "what comes behind an event that cannot be read waits for it",
            all.size() + " poisoned keys",
            overtaken),
        Finding.of("nothing is left parked", ids().size() + " events were poison", left));
  }
}
