package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Line;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** How long it took, after the last fault, until every order had ended. */
final class Recovery implements Consumer<Line> {
  private static final Duration MOST = Duration.ofSeconds(60);

  /** How the sentence begins, for whoever shows the time. */
  static final String INVARIANT = "each order ended within";

  // By the server's own clock, whatever the clock of the process said that wrote the row.
  private static final String ENDS =
      """
      SELECT o.id::text, extract(epoch FROM p.placed) * 1000, extract(epoch FROM e.ended) * 1000
      FROM orders.orders o
      LEFT JOIN LATERAL (SELECT pg_xact_commit_timestamp(xmin) AS placed FROM orders.order_history
                         WHERE order_id = o.id AND version = 1) p ON true
      LEFT JOIN LATERAL (SELECT max(pg_xact_commit_timestamp(xmin)) AS ended
                         FROM orders.order_history
                         WHERE order_id = o.id AND status IN ('COMPLETED', 'CANCELLED')) e ON true
      """;

  private final Duration most;
  private final List<String> offenders = new ArrayList<>();
  private long reversedAt;
  private long healedAt;
  private long waiting;
  private long longestMillis;

  /** After the moment at which every process was up again. */
  private long longestSinceReadyMillis;

  Recovery() {
    this(MOST);
  }

  Recovery(Duration most) {
    this.most = most;
  }

  @Override
  public void accept(Line line) {
    if (line.what() == Happening.REVERSED) {
      reversedAt = line.atMillis();
    } else if (line.what() == Happening.HEALED) {
      healedAt = line.atMillis();
    }
  }

  Finding check(Database orders) {
    if (healedAt == 0) {
      offenders.add("the history does not say when the last fault was over");
    } else {
      orders.each(ENDS, this::look);
    }
    return Finding.of(
        "%s %d s after the last fault".formatted(INVARIANT, most.toSeconds()),
        String.format(
            Locale.ROOT,
            "%d were open, the last one for %.1f s; that is %.1f s after every process was up",
            waiting,
            longestMillis / 1e3,
            longestSinceReadyMillis / 1e3),
        offenders);
  }

  private void look(ResultSet row) throws SQLException {
    String order = row.getString(1);
    long placedAt = row.getLong(2);
    long endedAt = row.getLong(3);
    if (row.wasNull()) {
      offenders.add(order + ": has not ended");
      return;
    }
    long from = Math.max(reversedAt == 0 ? healedAt : reversedAt, placedAt);
    if (endedAt <= from) {
      return;
    }
    waiting++;
    longestMillis = Math.max(longestMillis, endedAt - from);
    longestSinceReadyMillis =
        Math.max(longestSinceReadyMillis, endedAt - Math.max(healedAt, placedAt));
    if (endedAt - from > most.toMillis()) {
      offenders.add("%s: took %d ms".formatted(order, endedAt - from));
    }
  }
}
