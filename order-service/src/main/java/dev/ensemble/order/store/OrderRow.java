package dev.ensemble.order.store;

import dev.ensemble.order.domain.Asker;
import dev.ensemble.order.domain.Cancellation;
import dev.ensemble.order.domain.CustomerId;
import dev.ensemble.order.domain.EndReason;
import dev.ensemble.order.domain.Knowledge;
import dev.ensemble.order.domain.Line;
import dev.ensemble.order.domain.Milestone;
import dev.ensemble.order.domain.Money;
import dev.ensemble.order.domain.Order;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Price;
import dev.ensemble.order.domain.Purchase;
import dev.ensemble.order.domain.Quantity;
import dev.ensemble.order.domain.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads an order from a row of {@link #COLUMNS}. */
final class OrderRow {

  /** The order's columns, and its lines as arrays: one statement, so one moment's truth. */
  static final String COLUMNS =
      """
      o.id, o.customer_id, o.total_cents, o.placed_at, o.deadline, o.version,
      o.milestones, o.cancellation, o.cancellation_by, o.end_reason,
      l.skus, l.quantities, l.unit_prices_cents
      """;

  static final String LINES =
      """
      CROSS JOIN LATERAL (
        SELECT array_agg(sku ORDER BY position) AS skus,
               array_agg(quantity ORDER BY position) AS quantities,
               array_agg(unit_price_cents ORDER BY position) AS unit_prices_cents
        FROM orders.order_lines WHERE order_id = o.id) l
      """;

  private OrderRow() {}

  static Order order(ResultSet row) throws SQLException {
    return new Order(
        new OrderId(row.getObject("id", UUID.class)),
        purchase(row),
        knowledge(row),
        row.getLong("version"));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  @SuppressWarnings("unchecked") // the driver's array of a column has the column's type
  static <T> T[] array(ResultSet row, String column) throws SQLException {
    return (T[]) row.getArray(column).getArray();
  }

  private static Purchase purchase(ResultSet row) throws SQLException {
    return new Purchase(
        new CustomerId(row.getString("customer_id")),
        lines(row),
        new Money(row.getLong("total_cents")),
        instant(row, "placed_at"),
        instant(row, "deadline"));
  }

  private static List<Line> lines(ResultSet row) throws SQLException {
    String[] skus = array(row, "skus");
    Integer[] quantities = array(row, "quantities");
    Long[] prices = array(row, "unit_prices_cents");
    List<Line> lines = new ArrayList<>(skus.length);
    for (int i = 0; i < skus.length; i++) {
      lines.add(new Line(new Sku(skus[i]), new Quantity(quantities[i]), Price.ofCents(prices[i])));
    }
    return lines;
  }

  private static Knowledge knowledge(ResultSet row) throws SQLException {
    String[] names = array(row, "milestones");
    Set<Milestone> milestones =
        Arrays.stream(names).map(Milestone::valueOf).collect(Collectors.toUnmodifiableSet());
    @Nullable String reason = row.getString("end_reason");
    return new Knowledge(
        milestones, cancellation(row), reason == null ? null : EndReason.valueOf(reason));
  }

  private static Cancellation cancellation(ResultSet row) throws SQLException {
    String state = row.getString("cancellation");
    return switch (state) {
      case "NONE" -> new Cancellation.None();
      case "REQUESTED" -> new Cancellation.Requested(asker(row));
      case "REFUSED" -> new Cancellation.Refused(asker(row));
      default -> throw new IllegalStateException("not a cancellation: " + state);
    };
  }

  private static Asker asker(ResultSet row) throws SQLException {
    return Asker.valueOf(row.getString("cancellation_by"));
  }
}
