package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Past;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** How long it took, after the last fault, until every order had ended. */
final class Recovery {
  static final Duration MOST = Duration.ofSeconds(60);

  private static final String ENDS =
      """
      SELECT o.id::text, extract(epoch FROM o.placed_at) * 1000,
             extract(epoch FROM h.reached_at) * 1000
      FROM orders.orders o
      LEFT JOIN orders.order_history h
        ON h.order_id = o.id AND h.status IN ('COMPLETED', 'CANCELLED')
      """;

  private final AtomicLong healedAt = new AtomicLong();
  private final AtomicLong startingMillis = new AtomicLong();
  private final List<String> offenders = new ArrayList<>();
  private long waiting;
  private long longestMillis;

  private Recovery() {}

  static Finding check(Past past, Database orders) {
    Recovery recovery = new Recovery();
    past.each(
        line -> {
          if (line.what() == Happening.HEALED) {
            recovery.healedAt.set(line.atMillis());
            recovery.startingMillis.set(line.number("starting-millis"));
          }
        });
    orders.each(
        ENDS,
        row ->
            recovery.look(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(3) != 0));
    if (recovery.healedAt.get() == 0) {
      recovery.offenders.add("the history does not say when the last fault was over");
    }
    return Findings.of(
        "each order ended within %d s after the last fault and start".formatted(MOST.toSeconds()),
        String.format(
            Locale.ROOT,
            "%.1f s until all processes were up, then %d were open, the last one for %.1f s",
            recovery.startingMillis.get() / 1e3,
            recovery.waiting,
            recovery.longestMillis / 1e3),
        recovery.offenders);
  }

  private void look(String order, long placedAt, long endedAt, boolean ended) {
    long from = Math.max(healedAt.get(), placedAt);
    if (!ended) {
      offenders.add(order + ": has not ended");
    } else if (endedAt > from) {
      waiting++;
      longestMillis = Math.max(longestMillis, endedAt - from);
      if (endedAt - from > MOST.toMillis()) {
        offenders.add("%s: took %d ms".formatted(order, endedAt - from));
      }
    }
  }
}
