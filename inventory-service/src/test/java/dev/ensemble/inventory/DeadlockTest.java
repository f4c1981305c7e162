package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.inventory.application.BatchLock;
import dev.ensemble.inventory.application.ReserveStock;
import dev.ensemble.inventory.domain.Line;
import dev.ensemble.inventory.domain.Money;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.PlacedOrder;
import dev.ensemble.inventory.domain.Sku;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.ConcurrencyFailureException;

/** Two partitions sell the same SKUs in opposite order. */
class DeadlockTest extends ServiceTest {
  private static final int ROUNDS = 40;

  private final Rivals rivals = new Rivals();

  @Autowired BatchLock batchLock;
  @Autowired ReserveStock reserveStock;

  @AfterEach
  void stop() {
    rivals.close();
  }

  @Test
  void two_batches_over_the_same_skus_in_opposite_order_never_deadlock() {
    Sku a = new Sku(stocked(1_000));
    Sku b = new Sku(stocked(1_000));

    for (int round = 0; round < ROUNDS; round++) {
      rivals.race(() -> lockedBatch(a, b), () -> lockedBatch(b, a));
    }

    assertStock(a.value(), 1_000, 2 * ROUNDS);
    assertStock(b.value(), 1_000, 2 * ROUNDS);
  }

  /** What the lock is for: the same two batches without it. */
  @Test
  void without_the_batch_lock_the_same_two_batches_deadlock() {
    Sku a = new Sku(stocked(10));
    Sku b = new Sku(stocked(10));
    CyclicBarrier half = new CyclicBarrier(2);

    assertThatThrownBy(() -> rivals.race(() -> bareBatch(a, b, half), () -> bareBatch(b, a, half)))
        .isInstanceOf(ConcurrencyFailureException.class);
  }

  @Test
  void the_inbox_locks_a_batchs_stock_in_sku_order_before_it_acts() {
    String first = "lock-1-" + newSku();
    String second = "lock-2-" + newSku();
    stock(first, "{\"onHand\": 10}");
    stock(second, "{\"onHand\": 10}");

    Future<?> batch =
        transaction()
            .execute(
                status -> {
                  hold(second);
                  Future<?> started =
                      rivals.start(
                          () ->
                              receive(
                                  placed(UUID.randomUUID(), second),
                                  placed(UUID.randomUUID(), first)));
                  Rivals.awaitSomebodyWaiting(sql());
                  assertThat(free(first)).as("locked before the batch acts").isEmpty();
                  return started;
                });
    Rivals.end(batch);

    assertStock(first, 10, 1);
    assertStock(second, 10, 1);
  }

  @Test
  void the_inbox_locks_the_stock_of_the_orders_that_a_batch_pays_or_ends() {
    String first = "lock-1-" + newSku();
    String second = "lock-2-" + newSku();
    stock(first, "{\"onHand\": 10}");
    stock(second, "{\"onHand\": 10}");
    UUID paid = shipping(second);
    UUID ended = shipping(first);

    Future<?> batch =
        transaction()
            .execute(
                status -> {
                  hold(second);
                  Future<?> started =
                      rivals.start(() -> receive(cancellation(paid), cancellation(ended)));
                  Rivals.awaitSomebodyWaiting(sql());
                  assertThat(free(first)).as("locked before the batch acts").isEmpty();
                  return started;
                });
    Rivals.end(batch);

    assertStock(first, 10, 0);
    assertStock(second, 10, 0);
  }

  private int lockedBatch(Sku... skus) {
    List<PlacedOrder> orders = List.of(skus).stream().map(DeadlockTest::orderFor).toList();
    transaction()
        .executeWithoutResult(
            status -> {
              batchLock.lock(orders.stream().map(PlacedOrder::orderId).toList(), List.of(skus));
              orders.forEach(reserveStock::reserve);
            });
    return 2;
  }

  private int bareBatch(Sku one, Sku other, CyclicBarrier half) {
    transaction()
        .executeWithoutResult(
            status -> {
              reserveStock.reserve(orderFor(one));
              await(half);
              reserveStock.reserve(orderFor(other));
            });
    return 2;
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static PlacedOrder orderFor(Sku sku) {
    return new PlacedOrder(
        new OrderId(UUID.randomUUID()), "alice", new Money(1), List.of(new Line(sku, 1)));
  }

  private void hold(String sku) {
    appSql("SELECT sku FROM inventory.stock WHERE sku = :sku FOR UPDATE", sku);
  }

  private List<String> free(String sku) {
    return sql()
        .sql("SELECT sku FROM inventory.stock WHERE sku = :sku FOR UPDATE SKIP LOCKED")
        .param("sku", sku)
        .query(String.class)
        .list();
  }

  private void appSql(String query, String sku) {
    assertThat(jdbc.sql(query).param("sku", sku).query(String.class).list()).hasSize(1);
  }
}
