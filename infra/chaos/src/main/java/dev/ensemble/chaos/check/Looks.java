package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Line;
import dev.ensemble.local.invariants.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whoever looks at an order sees what was acknowledged to him, and never an earlier state again.
 */
final class Looks implements Consumer<Line> {
  private final Set<String> acknowledged = new HashSet<>();
  private final Map<String, Seen> latest = new HashMap<>();

  /** By look: what had been seen of its order when it was sent. */
  private final Map<String, Seen> whenSent = new HashMap<>();

  private final Set<String> sentAfterwards = new HashSet<>();
  private final List<String> offenders = new ArrayList<>();
  private long looks;

  private record Seen(long version, String stands) {
    static final Seen NOTHING = new Seen(0, "");

    boolean ended() {
      return stands.equals("COMPLETED") || stands.equals("CANCELLED");
    }
  }

  Finding check() {
    return Finding.of(
        "who looks sees what was acknowledged, and no state goes back",
        looks + " looks",
        offenders);
  }

  @Override
  public void accept(Line line) {
    if (line.text("call").equals("place") && line.what() == Happening.OK) {
      acknowledged.add(line.text("order"));
    }
    if (!line.text("call").equals("look")) {
      return;
    }
    String order = line.text("order");
    String look = line.text("op") + " " + line.number("attempt");
    if (line.what() == Happening.INVOKE) {
      whenSent.put(look, latest.getOrDefault(order, Seen.NOTHING));
      if (acknowledged.contains(order)) {
        sentAfterwards.add(look);
      }
      return;
    }
    Seen before = whenSent.remove(look);
    boolean mustBeThere = sentAfterwards.remove(look);
    if (line.what() == Happening.FAIL && mustBeThere) {
      offenders.add("%s: %d after it was acknowledged".formatted(order, line.number("status")));
    }
    if (line.what() == Happening.OK && before != null) {
      compare(order, before, new Seen(line.number("version"), line.text("stands")));
    }
  }

  private void compare(String order, Seen before, Seen now) {
    looks++;
    boolean wentBack = now.version() < before.version();
    boolean revived = before.ended() && !now.stands().equals(before.stands());
    if (wentBack || revived) {
      offenders.add("%s: seen as %s, then as %s".formatted(order, before, now));
    }
    latest.merge(order, now, (one, other) -> one.version() >= other.version() ? one : other);
  }
}
