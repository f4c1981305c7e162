package dev.ensemble.payment.http;

import dev.ensemble.payment.application.StatementLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One page of an account's entries.
 *
 * @param next what to ask for as {@code after} to read on; null on the last page
 */
record StatementView(List<Line> entries, @Nullable Long next) {

  /**
   * One entry as the customer sees it.
   *
   * @param amount above zero: got; below: paid
   */
  record Line(UUID transferId, String kind, @Nullable UUID orderId, BigDecimal amount, Instant at) {

    static Line of(StatementLine line) {
      return new Line(
          line.transferId(),
          line.kind(),
          line.orderId(),
          BigDecimal.valueOf(line.signedCents(), 2),
          line.postedAt());
    }
  }

  static StatementView of(List<StatementLine> page, int limit) {
    return new StatementView(
        page.stream().map(Line::of).toList(), page.size() < limit ? null : page.getLast().number());
  }
}
