package dev.ensemble.order.store;

import dev.ensemble.messaging.Traces;
import dev.ensemble.order.application.Announcements;
import dev.ensemble.order.application.Orders;
import dev.ensemble.order.domain.Asker;
import dev.ensemble.order.domain.Cancellation;
import dev.ensemble.order.domain.Knowledge;
import dev.ensemble.order.domain.Line;
import dev.ensemble.order.domain.Milestone;
import dev.ensemble.order.domain.Order;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Outcome.Changed;
import dev.ensemble.order.domain.Purchase;
import dev.ensemble.order.domain.Step;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Orders in PostgreSQL; each change takes its facts along into the outbox. */
@Repository
class OrdersTable implements Orders {

  // OF o: the lines never change, so the order's own row is the only one worth a lock.
  private static final String FIND_FOR_UPDATE =
      "SELECT "
          + OrderRow.COLUMNS
          + "FROM orders.orders o "
          + OrderRow.LINES
          + "WHERE o.id = :id FOR UPDATE OF o";

  // SKIP LOCKED: a row that another pass or a fact holds is in good hands, and waiting for it here,
  // in the order of deadlines, could deadlock with batches that lock in the order of ids.
  private static final String FIND_DUE_FOR_UPDATE =
      "SELECT "
          + OrderRow.COLUMNS
          + "FROM orders.orders o "
          + OrderRow.LINES
          + """
          WHERE o.deadline <= :now
            AND o.cancellation = 'NONE'
            AND o.status IN ('PLACED', 'RESERVED', 'PAID', 'SHIPPING')
          ORDER BY o.deadline
          LIMIT :orders_max
          FOR UPDATE OF o SKIP LOCKED
          """;

  // PostgreSQL locks above the sort, so the rows are locked in the order of their ids.
  private static final String LOCK =
      "SELECT id FROM orders.orders WHERE id = ANY (:ids) ORDER BY id FOR UPDATE";

  private static final String INSERT =
      """
      INSERT INTO orders.orders (id, customer_id, total_cents, placed_at, deadline, version, status,
        milestones, cancellation, cancellation_by, end_reason, trace)
      VALUES (:id, :customer_id, :total_cents, :placed_at, :deadline, :version, :status,
        :milestones, :cancellation, :cancellation_by, :end_reason, :trace)
      """;

  private static final String INSERT_LINES =
      """
      INSERT INTO orders.order_lines (order_id, position, sku, quantity, unit_price_cents)
      SELECT :id, position, sku, quantity, unit_price_cents
      FROM unnest(:skus, :quantities, :unit_prices_cents)
        WITH ORDINALITY AS line (sku, quantity, unit_price_cents, position)
      """;

  private static final String UPDATE =
      """
      UPDATE orders.orders
      SET version = :version, status = :status, milestones = :milestones,
        cancellation = :cancellation, cancellation_by = :cancellation_by, end_reason = :end_reason
      WHERE id = :id AND version = :version - 1
      RETURNING trace
      """;

  private static final String INSERT_STEP =
      """
      INSERT INTO orders.order_history (order_id, version, status, because, reached_at)
      VALUES (:id, :version, :status, :because, :reached_at)
      """;

  private final JdbcClient jdbc;
  private final Announcements announcements;
  private final Traces traces;

  OrdersTable(JdbcClient jdbc, Announcements announcements, Traces traces) {
    this.jdbc = jdbc;
    this.announcements = announcements;
    this.traces = traces;
  }

  @Override
  public Optional<Order> findForUpdate(OrderId id) {
    return jdbc.sql(FIND_FOR_UPDATE)
        .param("id", id.value())
        .query((row, number) -> OrderRow.order(row))
        .optional();
  }

  @Override
  public List<Order> findDueForUpdate(Instant now, int ordersMax) {
    return jdbc.sql(FIND_DUE_FOR_UPDATE)
        .param("now", timestamp(now))
        .param("orders_max", ordersMax)
        .query((row, number) -> OrderRow.order(row))
        .list();
  }

  @Override
  public void lock(Collection<OrderId> ids) {
    UUID[] sought = ids.stream().map(OrderId::value).distinct().toArray(UUID[]::new);
    jdbc.sql(LOCK).param("ids", sought).query(UUID.class).list();
  }

  @Override
  public void save(Changed changed) {
    Order order = changed.order();
    @Nullable String trace = order.version() == 1 ? insert(order) : update(order);
    changed.steps().forEach(step -> insert(step, order));
    traces.during(
        trace, () -> changed.facts().forEach(fact -> announcements.tell(fact, order.version())));
  }

  /** The order's trace, null where there was none. */
  private @Nullable String insert(Order order) {
    Purchase purchase = order.purchase();
    @Nullable String trace = traces.current();
    withProgress(jdbc.sql(INSERT), order)
        .param("trace", trace)
        .param("customer_id", purchase.customerId().value())
        .param("total_cents", purchase.total().cents())
        .param("placed_at", timestamp(purchase.placedAt()))
        .param("deadline", timestamp(purchase.deadline()))
        .update();
    List<Line> lines = purchase.lines();
    jdbc.sql(INSERT_LINES)
        .param("id", order.id().value())
        .param("skus", lines.stream().map(line -> line.sku().value()).toArray(String[]::new))
        .param("quantities", lines.stream().mapToInt(line -> line.quantity().pieces()).toArray())
        .param(
            "unit_prices_cents",
            lines.stream().mapToLong(line -> line.unitPrice().amount().cents()).toArray())
        .update();
    return trace;
  }

  private @Nullable String update(Order order) {
    List<@Nullable String> written =
        withProgress(jdbc.sql(UPDATE), order).query((row, number) -> row.getString("trace")).list();
    if (written.size() != 1) {
      // Whoever found the order holds its lock, so this is a slip in the code, never a race.
      throw new IllegalStateException(
          "order " + order.id() + " was not found for update at " + (order.version() - 1));
    }
    return written.getFirst();
  }

  private void insert(Step step, Order order) {
    jdbc.sql(INSERT_STEP)
        .param("id", order.id().value())
        .param("version", order.version())
        .param("status", step.status().name())
        .param("because", step.because())
        .param("reached_at", timestamp(step.at()))
        .update();
  }

  private static JdbcClient.StatementSpec withProgress(
      JdbcClient.StatementSpec statement, Order order) {
    Knowledge knowledge = order.knowledge();
    return statement
        .param("id", order.id().value())
        .param("version", order.version())
        .param("status", order.status().name())
        .param("milestones", namesOf(knowledge))
        .param("cancellation", stateOf(knowledge.cancellation()))
        .param("cancellation_by", nameOf(askerOf(knowledge.cancellation())))
        .param("end_reason", nameOf(knowledge.endReason()));
  }

  private static String[] namesOf(Knowledge knowledge) {
    return knowledge.milestones().stream().sorted().map(Milestone::name).toArray(String[]::new);
  }

  private static String stateOf(Cancellation cancellation) {
    return switch (cancellation) {
      case Cancellation.None none -> "NONE";
      case Cancellation.Requested requested -> "REQUESTED";
      case Cancellation.Refused refused -> "REFUSED";
    };
  }

  private static @Nullable Asker askerOf(Cancellation cancellation) {
    return switch (cancellation) {
      case Cancellation.None none -> null;
      case Cancellation.Requested requested -> requested.by();
      case Cancellation.Refused refused -> refused.by();
    };
  }

  private static @Nullable String nameOf(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name();
  }

  static OffsetDateTime timestamp(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
