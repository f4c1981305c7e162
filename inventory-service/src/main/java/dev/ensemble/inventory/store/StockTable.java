package dev.ensemble.inventory.store;

import dev.ensemble.inventory.application.Stock;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Shelves;
import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.inventory.domain.StockChange;
import dev.ensemble.inventory.domain.StockCount;
import dev.ensemble.inventory.domain.StockItem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stock and its movements in PostgreSQL: no piece moves without a movement. */
@Repository
class StockTable implements Stock {

  private static final String LOOK =
      "SELECT sku, on_hand, reserved, shippable, handling_ms FROM inventory.stock ";

  // PostgreSQL locks above the sort: everybody locks in SKU order, so nobody waits in a circle.
  private static final String LOCK = LOOK + " WHERE sku = ANY (:skus) ORDER BY sku FOR UPDATE";

  private static final String LOCK_FOR_BATCH =
      """
      SELECT sku FROM inventory.stock
      WHERE sku IN (
        SELECT unnest(:skus)
        UNION
        SELECT sku FROM inventory.reservation_lines WHERE order_id = ANY (:order_ids))
      ORDER BY sku FOR UPDATE
      """;

  private static final String FIND = LOOK + " WHERE sku = :sku";

  private static final String LIST = LOOK + " WHERE sku > :after ORDER BY sku LIMIT :count_max";

  private static final String OPEN =
      """
      INSERT INTO inventory.stock (sku, on_hand, reserved, shippable)
      VALUES (:sku, 0, 0, true)
      ON CONFLICT DO NOTHING
      """;

  private static final String COUNT =
      """
      UPDATE inventory.stock
      SET on_hand = :on_hand, shippable = :shippable, handling_ms = :handling_ms
      WHERE sku = :sku
      """;

  private static final String APPLY =
      """
      UPDATE inventory.stock
      SET on_hand = stock.on_hand + change.on_hand, reserved = stock.reserved + change.reserved
      FROM unnest(:skus, :on_hands, :reserveds) AS change (sku, on_hand, reserved)
      WHERE stock.sku = change.sku
      """;

  private static final String MOVE =
      """
      INSERT INTO inventory.stock_movements (sku, quantity, kind, order_id, moved_at)
      SELECT sku, quantity, :kind, :order_id, :moved_at
      FROM unnest(:skus, :quantities) AS movement (sku, quantity)
      WHERE quantity <> 0
      """;

  private enum Kind {
    RECEIVED,
    DISPATCHED,
    CORRECTED
  }

  private final JdbcClient jdbc;
  private final Clock clock;

  StockTable(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public Shelves lock(Collection<Sku> skus) {
    if (skus.isEmpty()) {
      return new Shelves(Map.of());
    }
    return new Shelves(
        jdbc
            .sql(LOCK)
            .param("skus", Columns.texts(names(skus)))
            .query((row, number) -> item(row))
            .list()
            .stream()
            .collect(Collectors.toMap(StockItem::sku, Function.identity())));
  }

  @Override
  public void lock(Collection<OrderId> orderIds, Collection<Sku> skus) {
    List<UUID> orders = orderIds.stream().map(OrderId::value).distinct().toList();
    jdbc.sql(LOCK_FOR_BATCH)
        .param("skus", Columns.texts(names(skus)))
        .param("order_ids", Columns.uuids(orders))
        .query(String.class)
        .list();
  }

  @Override
  public Optional<StockItem> find(Sku sku) {
    return jdbc.sql(FIND).param("sku", sku.value()).query((row, number) -> item(row)).optional();
  }

  @Override
  public List<StockItem> list(@Nullable Sku after, int countMax) {
    return jdbc.sql(LIST)
        .param("after", after == null ? "" : after.value())
        .param("count_max", countMax)
        .query((row, number) -> item(row))
        .list();
  }

  @Override
  public boolean open(Sku sku) {
    return jdbc.sql(OPEN).param("sku", sku.value()).update() == 1;
  }

  @Override
  public void save(StockItem before, StockCount count) {
    Duration handlingTime = count.handlingTime();
    jdbc.sql(COUNT)
        .param("sku", before.sku().value())
        .param("on_hand", count.onHand())
        .param("shippable", count.shippable())
        .param("handling_ms", handlingTime == null ? null : handlingTime.toMillis())
        .update();
    long difference = count.onHand() - before.onHand();
    move(
        List.of(new StockChange(before.sku(), difference, 0)),
        difference > 0 ? Kind.RECEIVED : Kind.CORRECTED,
        null);
  }

  /** Applies what a transition says; its items are locked and have what it takes. */
  void apply(List<StockChange> changes, OrderId orderId) {
    if (changes.isEmpty()) {
      return;
    }
    int rows =
        jdbc.sql(APPLY)
            .param("skus", skusOf(changes))
            .param("on_hands", Columns.numbers(changes.stream().map(StockChange::onHand).toList()))
            .param(
                "reserveds", Columns.numbers(changes.stream().map(StockChange::reserved).toList()))
            .update();
    if (rows != changes.size()) {
      throw new IllegalStateException("stock of order " + orderId + " was not found to be changed");
    }
    move(changes, Kind.DISPATCHED, orderId.value());
  }

  private void move(List<StockChange> changes, Kind kind, @Nullable UUID orderId) {
    if (changes.stream().allMatch(change -> change.onHand() == 0)) {
      return;
    }
    jdbc.sql(MOVE)
        .param("skus", skusOf(changes))
        .param("quantities", Columns.numbers(changes.stream().map(StockChange::onHand).toList()))
        .param("kind", kind.name())
        .param("order_id", orderId)
        .param("moved_at", Columns.timestamp(clock.instant()))
        .update();
  }

  private static Object skusOf(List<StockChange> changes) {
    return Columns.texts(names(changes.stream().map(StockChange::sku).toList()));
  }

  private static List<String> names(Collection<Sku> skus) {
    return skus.stream().map(Sku::value).distinct().toList();
  }

  private static StockItem item(ResultSet row) throws SQLException {
    Long handlingMillis = row.getObject("handling_ms", Long.class);
    return new StockItem(
        new Sku(row.getString("sku")),
        row.getLong("on_hand"),
        row.getLong("reserved"),
        row.getBoolean("shippable"),
        handlingMillis == null ? null : Duration.ofMillis(handlingMillis));
  }
}
