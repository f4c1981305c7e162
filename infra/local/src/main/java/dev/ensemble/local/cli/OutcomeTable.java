package dev.ensemble.local.cli;

import dev.ensemble.local.players.Kind;
import dev.ensemble.local.players.Tally;
import java.util.ArrayList;
import java.util.List;

/** What became of the orders, by kind: how many were meant to go so, and how many did. */
final class OutcomeTable {
  private static final String ROW = "  %-36s %8s %8s";

  private OutcomeTable() {}

  static List<String> of(Tally tally) {
    List<String> rows = new ArrayList<>();
    rows.add(ROW.formatted("outcome", "planned", "seen"));
    int planned = 0;
    for (Kind kind : Kind.values()) {
      planned += tally.planned(kind);
      rows.add(ROW.formatted(kind.label(), tally.planned(kind), tally.seen(kind)));
    }
    if (tally.notEnded() > 0) {
      rows.add(ROW.formatted("not ended while watched", "", tally.notEnded()));
    }
    rows.add(ROW.formatted("orders", planned, tally.placed()));
    if (tally.placed() > planned) {
      rows.add(
          "  (%d more than planned: where a race went the other way, it was tried again)"
              .formatted(tally.placed() - planned));
    }
    return rows;
  }
}
