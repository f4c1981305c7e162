package dev.ensemble.inventory.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.ensemble.inventory.application.Announcements;
import dev.ensemble.inventory.application.Reservations;
import dev.ensemble.inventory.domain.Line;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Outcome;
import dev.ensemble.inventory.domain.Reservation;
import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.messaging.Traces;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Reservations in PostgreSQL; each change takes its fact along into the outbox. */
@Repository
class ReservationsTable implements Reservations {
  private static final Logger log = LoggerFactory.getLogger(ReservationsTable.class);

  private static final String LOOK =
      """
      SELECT order_id, version, status, reason, sku, shipment_id, due_at, dispatched_at, refused_at
      FROM inventory.reservations
      """;

  private static final String FIND = LOOK + " WHERE order_id = :order_id ";

  // A dispatch and a cancellation meet on this one row: whoever comes second reads what the first
  // has left, because PostgreSQL reads a row anew once it has waited for its lock.
  private static final String FIND_FOR_UPDATE = FIND + " FOR UPDATE";

  // PostgreSQL locks above the sort, so the rows are locked in the order of their ids.
  private static final String LOCK =
      """
      SELECT order_id FROM inventory.reservations WHERE order_id = ANY (:order_ids)
      ORDER BY order_id FOR UPDATE
      """;

  // SKIP LOCKED: what a fact or another pass holds is left to it. Waiting for it here, in the order
  // of due times, could deadlock with batches, which lock in the order of ids.
  private static final String CLAIM_DUE =
      LOOK
          + """
          WHERE status = 'SHIPPING' AND due_at <= :now
          ORDER BY due_at LIMIT :count_max FOR UPDATE SKIP LOCKED
          """;

  private static final String LINES =
      """
      SELECT order_id, sku, quantity FROM inventory.reservation_lines
      WHERE order_id = ANY (:order_ids) ORDER BY order_id, sku
      """;

  private static final String INSERT =
      """
      INSERT INTO inventory.reservations (order_id, version, status, reason, sku, shipment_id,
        due_at, dispatched_at, refused_at, trace)
      VALUES (:order_id, :version, :status, :reason, :sku, :shipment_id,
        :due_at, :dispatched_at, :refused_at, :trace)
      ON CONFLICT DO NOTHING
      RETURNING trace
      """;

  private static final String INSERT_LINES =
      """
      INSERT INTO inventory.reservation_lines (order_id, sku, quantity)
      SELECT :order_id, sku, quantity FROM unnest(:skus, :quantities) AS line (sku, quantity)
      """;

  private static final String UPDATE =
      """
      UPDATE inventory.reservations
      SET version = :version, status = :status, reason = :reason, sku = :sku,
        shipment_id = :shipment_id, due_at = :due_at, dispatched_at = :dispatched_at,
        refused_at = :refused_at
      WHERE order_id = :order_id AND version = :version - 1
      RETURNING trace
      """;

  private final JdbcClient jdbc;
  private final StockTable stock;
  private final Announcements announcements;
  private final Traces traces;

  ReservationsTable(JdbcClient jdbc, StockTable stock, Announcements announcements, Traces traces) {
    this.jdbc = jdbc;
    this.traces = traces;
    this.stock = stock;
    this.announcements = announcements;
  }

  @Override
  public Reservation find(OrderId orderId) {
    return one(FIND_FOR_UPDATE, orderId);
  }

  @Override
  public Reservation look(OrderId orderId) {
    return one(FIND, orderId);
  }

  private Reservation one(String sql, OrderId orderId) {
    return withLines(jdbc.sql(sql).param("order_id", orderId.value())).stream()
        .findFirst()
        .orElseGet(() -> Reservation.unknown(orderId));
  }

  @Override
  public void lock(Collection<OrderId> orderIds) {
    List<UUID> ids = orderIds.stream().map(OrderId::value).distinct().toList();
    jdbc.sql(LOCK).param("order_ids", Columns.uuids(ids)).query(UUID.class).list();
  }

  @Override
  public List<Reservation> claimDue(Instant now, int countMax) {
    return withLines(
        jdbc.sql(CLAIM_DUE).param("now", Columns.timestamp(now)).param("count_max", countMax));
  }

  /** Lines are read apart: they never change, so they need no lock and no second look. */
  private List<Reservation> withLines(StatementSpec statement) {
    List<Row> rows =
        statement
            .query(
                (row, number) ->
                    new Row(
                        row.getObject("order_id", UUID.class),
                        row.getLong("version"),
                        StateRow.read(row)))
            .list();
    Map<UUID, List<Line>> lines =
        rows.isEmpty() ? Map.of() : lines(rows.stream().map(Row::orderId).toList());
    return rows.stream()
        .map(row -> row.reservation(lines.getOrDefault(row.orderId(), List.of())))
        .toList();
  }

  private Map<UUID, List<Line>> lines(List<UUID> orderIds) {
    return jdbc
        .sql(LINES)
        .param("order_ids", Columns.uuids(orderIds))
        .query(
            (row, number) ->
                Map.entry(
                    row.getObject("order_id", UUID.class),
                    new Line(new Sku(row.getString("sku")), row.getInt("quantity"))))
        .list()
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }

  private record Row(UUID orderId, long version, StateRow state) {
    Reservation reservation(List<Line> lines) {
      return new Reservation(new OrderId(orderId), version, lines, state.state());
    }
  }

  @Override
  public void save(Outcome outcome) {
    switch (outcome) {
      case Outcome.Unchanged unchanged -> log.debug("nothing changed: {}", unchanged.reason());
      case Outcome.Changed changed -> {
        @Nullable String trace = write(changed.next());
        stock.apply(changed.stock(), changed.next().orderId());
        traces.during(trace, () -> announcements.tell(changed.fact(), changed.next().version()));
      }
    }
  }

  /** The trace in which the order was first heard of, null where there was none. */
  private @Nullable String write(Reservation next) {
    boolean isFirst = next.version() == 1;
    StatementSpec statement =
        StateRow.of(next.state())
            .bindTo(jdbc.sql(isFirst ? INSERT : UPDATE))
            .param("order_id", next.orderId().value())
            .param("version", next.version());
    List<@Nullable String> written =
        (isFirst ? statement.param("trace", traces.current()) : statement)
            .query((row, number) -> row.getString("trace"))
            .list();
    if (written.isEmpty()) {
      // A row that is not there cannot be locked, so two first facts of one order, from two topics,
      // can meet here. The second tries again and then finds what the first has left.
      throw new PessimisticLockingFailureException(
          "another fact of order " + next.orderId() + " came first");
    }
    if (isFirst) {
      writeLines(next);
    }
    return written.getFirst();
  }

  private void writeLines(Reservation next) {
    List<Line> lines = next.lines();
    if (!lines.isEmpty()) {
      jdbc.sql(INSERT_LINES)
          .param("order_id", next.orderId().value())
          .param("skus", Columns.texts(lines.stream().map(line -> line.sku().value()).toList()))
          .param("quantities", Columns.numbers(lines.stream().map(Line::quantity).toList()))
          .update();
    }
  }
}
