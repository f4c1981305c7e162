package dev.ensemble.order.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.idempotency.Answer;
import dev.ensemble.idempotency.Command;
import dev.ensemble.idempotency.Fingerprint;
import dev.ensemble.idempotency.Once;
import dev.ensemble.idempotency.Outcome;
import dev.ensemble.idempotency.Refusal;
import dev.ensemble.order.OrderServiceHarness;
import dev.ensemble.order.domain.Basket;
import dev.ensemble.order.domain.CustomerId;
import dev.ensemble.order.domain.OrderFact;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Quantity;
import dev.ensemble.order.domain.Sku;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

class AtomicityTest extends OrderServiceHarness {
  @Autowired private Once once;
  @Autowired private PlaceOrder placeOrder;
  @Autowired private CancelOrder cancelOrder;
  @Autowired private SettleOrder settleOrder;
  @Autowired private TransactionOperations transaction;

  @Test
  void a_rollback_leaves_neither_the_new_state_nor_the_fact() {
    UUID order = api().placed("atom");
    Map<String, List<String>> before = TABLES.rows();

    transaction.executeWithoutResult(
        running -> {
          assertThat(cancelOrder.cancel(new OrderId(order))).isPresent();
          running.setRollbackOnly();
        });

    assertThat(TABLES.rows()).isEqualTo(before);
  }

  @Test
  void a_fact_that_cannot_be_told_takes_the_new_state_with_it() {
    UUID order = api().placed("atom");
    Map<String, List<String>> before = TABLES.rows();
    TABLES.jdbc().sql("REVOKE INSERT ON messaging.outbox FROM order_app").update();
    try {
      assertThat(api().cancel(order).status()).isGreaterThanOrEqualTo(500);
    } finally {
      TABLES.jdbc().sql("GRANT INSERT ON messaging.outbox TO order_app").update();
    }

    assertThat(TABLES.rows()).isEqualTo(before);
    assertThat(api().cancel(order).status()).isEqualTo(202);
  }

  @Test
  void each_change_and_its_fact_are_written_by_one_transaction() {
    api().put("/products/atom", "{\"price\": 1.00}");
    var basket = new Basket(new LinkedHashMap<>(Map.of(new Sku("atom"), new Quantity(1))));
    var placed = (PlaceOrder.Answer.Placed) placeOrder.place(new CustomerId("atom"), basket);
    UUID order = placed.story().order().id().value();
    assertThat(cancelOrder.cancel(new OrderId(order))).isPresent();

    assertThat(
            TABLES
                .jdbc()
                .sql(
                    """
                    SELECT h.xmin = f.xmin
                    FROM orders.order_history h
                    JOIN messaging.outbox f
                      ON f.partition_key = h.order_id::text AND f.sequence = h.version
                    WHERE h.order_id = :order
                    """)
                .param("order", order)
                .query(Boolean.class)
                .list())
        .containsExactly(true, true);
  }

  @Test
  void a_refusal_takes_back_the_state_and_the_fact_and_is_stored_alone() {
    api().put("/products/atom", "{\"price\": 1.00}");
    var basket = new Basket(new LinkedHashMap<>(Map.of(new Sku("atom"), new Quantity(1))));
    var call = new Command("tests", "place and regret", "key", Fingerprint.of(new byte[0]));
    Answer regret = new Answer(409, Map.of(), new byte[0]);
    Map<String, List<String>> before = TABLES.rowsButAnswers();

    for (int time = 0; time < 2; time++) {
      Outcome outcome =
          once.run(
              call,
              () -> {
                placeOrder.place(new CustomerId("atom"), basket);
                throw new Refusal(regret);
              });
      assertThat(outcome)
          .isEqualTo(time == 0 ? new Outcome.First(regret) : new Outcome.Replayed(regret));
    }

    assertThat(TABLES.rowsButAnswers()).isEqualTo(before);
  }

  @Test
  void a_fact_of_the_batch_is_not_settled_outside_of_the_batchs_transaction() {
    UUID order = api().placed("atom");
    Map<String, List<String>> before = TABLES.rows();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                transaction.executeWithoutResult(
                    running -> {
                      settleOrder.settle(new OrderId(order), new OrderFact.StockRejected());
                      throw new IllegalStateException("the batch fails afterwards");
                    }));

    assertThat(TABLES.rows()).isEqualTo(before);
  }
}
