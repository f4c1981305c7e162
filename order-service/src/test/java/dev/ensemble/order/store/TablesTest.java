package dev.ensemble.order.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.messaging.Ids;
import dev.ensemble.order.OrderServiceHarness;
import dev.ensemble.order.application.OrderStories;
import dev.ensemble.order.application.Orders;
import dev.ensemble.order.domain.CustomerId;
import dev.ensemble.order.domain.Knowledge;
import dev.ensemble.order.domain.Order;
import dev.ensemble.order.domain.OrderFixture;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Outcome.Changed;
import dev.ensemble.order.domain.Purchase;
import dev.ensemble.order.domain.Situations;
import dev.ensemble.order.domain.Status;
import dev.ensemble.order.domain.Step;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

class TablesTest extends OrderServiceHarness {
  @Autowired private Orders orders;
  @Autowired private OrderStories stories;
  @Autowired private Ids ids;
  @Autowired private JdbcClient asTheService;
  @Autowired private TransactionOperations transaction;

  @Test
  void an_order_reads_back_as_it_was_saved_with_all_that_can_be_known_of_it() {
    OrderId id = new OrderId(ids.next());
    Purchase purchase = OrderFixture.aPlacedOrder().purchase();
    AtomicLong version = new AtomicLong();

    transaction.executeWithoutResult(
        running -> {
          for (Knowledge knowledge : Situations.each()) {
            Order order = new Order(id, purchase, knowledge, version.incrementAndGet());
            Step step = new Step(order.status(), "order.placed.v1", OrderFixture.LATER);

            orders.save(new Changed(order, List.of(), List.of(step)));

            assertThat(orders.findForUpdate(id)).contains(order);
          }
        });
    assertThat(version).hasValueGreaterThan(Status.values().length);
  }

  @Test
  void an_order_saved_from_an_old_version_is_refused() {
    UUID id = api().placed("keeper");
    Order old = find(new OrderId(id));
    api().cancel(id);
    Order stale = new Order(old.id(), old.purchase(), old.knowledge(), 2);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                transaction.executeWithoutResult(
                    running -> orders.save(new Changed(stale, List.of(), List.of()))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 'LOST'",
        "status = 'CANCELLED'",
        "status = 'COMPLETED'",
        "status = 'CANCELLED', end_reason = 'BORED'",
        "end_reason = 'CUSTOMER'",
        "milestones = '{DISPATCHED}'",
        "milestones = '{LOST}'",
        "milestones = '{RESERVED,NULL}'",
        "cancellation = 'REQUESTED'",
        "cancellation = 'MAYBE', cancellation_by = 'CUSTOMER'",
        "cancellation_by = 'CUSTOMER'",
        "cancellation = 'REQUESTED', cancellation_by = 'NOBODY'",
        "version = 0",
        "total_cents = 0",
        "total_cents = 100000000000000",
        "customer_id = 'Alice'",
        "deadline = placed_at"
      })
  void the_database_itself_refuses_an_order_that_cannot_be(String change) {
    UUID order = api().placed("keeper");

    assertThatExceptionOfType(DataIntegrityViolationException.class)
        .isThrownBy(
            () ->
                TABLES
                    .jdbc()
                    .sql("UPDATE orders.orders SET " + change + " WHERE id = :id")
                    .param("id", order)
                    .update());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
        "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
        "00-4bf92f3577b34da6-3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011"
      })
  void a_trace_that_is_none_is_not_stored(String trace) {
    assertThatExceptionOfType(DataIntegrityViolationException.class)
        .isThrownBy(() -> trace(api().placed("keeper"), trace))
        .withMessageContaining("orders_trace_check");
  }

  @Test
  void a_trace_is_stored_and_its_check_does_not_count_by_an_expression() {
    assertThat(
            trace(
                api().placed("keeper"), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        .isEqualTo(1);
    assertThat(
            TABLES
                .jdbc()
                .sql(
                    """
                    SELECT conname FROM pg_constraint
                    WHERE contype = 'c' AND conrelid = 'orders.orders'::regclass
                      AND pg_get_constraintdef(oid) ~ 'trace.*[{][0-9,]*[0-9][0-9]+[}]'
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }

  private static int trace(UUID order, String trace) {
    return TABLES
        .jdbc()
        .sql("UPDATE orders.orders SET trace = ? WHERE id = ?")
        .params(trace, order)
        .update();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM orders.orders",
        "DELETE FROM orders.order_lines",
        "DELETE FROM orders.order_history",
        "DELETE FROM orders.products",
        "TRUNCATE orders.products",
        "UPDATE orders.orders SET total_cents = 1",
        "UPDATE orders.orders SET deadline = now()",
        "UPDATE orders.order_lines SET quantity = 1",
        "UPDATE orders.order_history SET because = 'x.y.v1'",
        "UPDATE orders.products SET sku = 'x'",
        "CREATE TABLE orders.mine ()",
        "DROP TABLE orders.products",
        "SELECT * FROM orders.flyway_schema_history"
      })
  void the_services_role_may_not(String statement) {
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> asTheService.sql(statement).update())
        .havingRootCause()
        .withMessageMatching("(?s).*(permission denied|must be owner).*");
  }

  @Test
  void another_customers_orders_are_never_listed() {
    api().placed("keeper");

    assertThat(
            stories.newest(new OrderStories.Page(new CustomerId("keeper-of-none"), null, null, 10)))
        .isEmpty();
  }

  private Order find(OrderId id) {
    Order found = transaction.execute(running -> orders.findForUpdate(id).orElseThrow());
    return Objects.requireNonNull(found);
  }
}
