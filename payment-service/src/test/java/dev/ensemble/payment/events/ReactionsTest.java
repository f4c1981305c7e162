package dev.ensemble.payment.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.messaging.Inbox;
import dev.ensemble.messaging.Inbox.Receipt;
import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.testkit.Facts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Inventory's facts as an outside producer writes them, through the real inbox. */
class ReactionsTest extends RunningService {
  @Autowired private Inbox inbox;

  private UUID order = newId();
  private AccountId alice = new AccountId("alice");
  private long offset;

  @BeforeEach
  void a_customer_orders() {
    order = newId();
    alice = customerWith("100.00");
  }

  @Test
  void reserved_stock_is_charged() {
    Facts reserved = reserved(order, alice, "59.99").withUnknownField();
    assertThat(receive(reserved)).isEqualTo(new Receipt(1, 0, 0));
    assertThat(statusOf(order)).isEqualTo("Charged");
    assertThat(balanceOf(alice)).isEqualTo("40.01");
    assertThat(toldOf(order)).containsExactly("payment.charged.v1");
  }

  @ParameterizedTest
  @CsvSource({
    "stock.released.v1, CUSTOMER, CUSTOMER",
    "stock.released.v1, DEADLINE, DEADLINE",
    "stock.released.v1, PAYMENT_DECLINED, SHIPMENT_FAILED",
    "shipment.failed.v1, NOT_SHIPPABLE, SHIPMENT_FAILED",
    "shipment.cancelled.v1, CUSTOMER, CUSTOMER",
    "shipment.cancelled.v1, DEADLINE, DEADLINE",
  })
  void withdrawn_goods_are_refunded(String type, String reason, String refunded) {
    receive(reserved(order, alice, "59.99"));
    assertThat(receive(withdrawn(type, reason).withUnknownField()).applied()).isEqualTo(1);
    assertThat(statusOf(order)).isEqualTo("Refunded");
    assertThat(balanceOf(alice)).isEqualTo("100.00");
    assertThat(toldOf(order)).containsExactly("payment.charged.v1", "payment.refunded.v1");
    assertThat(api().get("/payments/" + order).json().path("reason").asString())
        .isEqualTo(refunded);
  }

  @ParameterizedTest
  @CsvSource({
    "stock.released.v1, CUSTOMER",
    "stock.released.v1, DEADLINE",
    "stock.released.v1, PAYMENT_DECLINED",
    "shipment.failed.v1, NOT_SHIPPABLE",
    "shipment.cancelled.v1, DEADLINE",
  })
  void a_demand_that_comes_after_the_withdrawal_charges_nothing(String type, String reason) {
    receive(withdrawn(type, reason));
    receive(reserved(order, alice, "59.99"));
    assertThat(statusOf(order)).isEqualTo("Voided");
    assertThat(balanceOf(alice)).isEqualTo("100.00");
    assertThat(toldOf(order)).isEmpty();
    assertThat(api().get("/payments/" + order).json().path("amount").decimalValue())
        .isEqualTo("0.00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stock.rejected.v1",
        "shipment.created.v1",
        "shipment.dispatched.v1",
        "cancellation.refused.v1"
      })
  void what_does_not_concern_payment_is_ignored_by_name(String type) {
    Map<String, List<String>> before = DATABASE.rows();
    assertThat(receive(Facts.sample(type).with("orderId", order.toString()).withUnknownField()))
        .isEqualTo(new Receipt(0, 0, 1));
    assertThat(DATABASE.rows()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "Nobody", "house:bank", "Zoë", "’; DROP TABLE payments"})
  void a_customer_without_an_account_is_declined(String customerId) {
    receive(
        Facts.sample("stock.reserved.v1")
            .with("orderId", order.toString())
            .with("customerId", customerId));
    assertThat(toldOf(order)).containsExactly("payment.declined.v1");
    assertThat(api().get("/payments/" + order).json().path("reason").asString())
        .isEqualTo("UNKNOWN_ACCOUNT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void a_customer_that_cannot_be_is_not_acted_on(String customerId) {
    Map<String, List<String>> before = DATABASE.rows();
    Facts broken =
        Facts.sample("stock.reserved.v1")
            .with("orderId", order.toString())
            .with("customerId", customerId);
    assertThatThrownBy(() -> receive(broken)).hasMessageContaining("a customer's id");
    assertThat(DATABASE.rows()).isEqualTo(before);
  }

  @Test
  void an_account_that_is_a_cent_short_is_declined() {
    receive(reserved(order, alice, "100.01"));
    assertThat(statusOf(order)).isEqualTo("Declined");
    assertThat(balanceOf(alice)).isEqualTo("100.00");
    assertThat(toldOf(order)).containsExactly("payment.declined.v1");
  }

  @Test
  void a_fact_names_the_event_that_led_to_it() {
    Facts reserved = reserved(order, alice, "59.99");
    receive(reserved);
    Map<String, Object> told =
        everything
            .sql("SELECT * FROM messaging.outbox WHERE partition_key = :order")
            .param("order", order.toString())
            .query()
            .singleRow();
    assertThat(told)
        .containsEntry("causation_id", reserved.id().toString())
        .containsEntry("correlation_id", order.toString())
        .containsEntry("subject", order.toString())
        .containsEntry("source", "/ensemble/payment-service")
        .containsEntry("sequence", 1L);
  }

  @Test
  void one_batch_spends_an_account_down_to_the_last_cent_and_no_further() {
    List<UUID> orders = List.of(newId(), newId(), newId());
    receive(
        reserved(orders.get(0), alice, "60.00"),
        reserved(orders.get(1), alice, "60.00"),
        reserved(orders.get(2), alice, "40.00"));
    assertThat(orders.stream().map(this::statusOf))
        .containsExactly("Charged", "Declined", "Charged");
    assertThat(balanceOf(alice)).isEqualTo("0.00");
  }

  @Test
  void a_batch_may_charge_an_order_and_refund_it() {
    receive(
        reserved(order, alice, "59.99"),
        withdrawn("stock.released.v1", "CUSTOMER"),
        withdrawn("shipment.cancelled.v1", "CUSTOMER"));
    assertThat(toldOf(order)).containsExactly("payment.charged.v1", "payment.refunded.v1");
    assertThat(balanceOf(alice)).isEqualTo("100.00");
  }

  @Test
  void a_redelivery_in_any_order_leaves_every_row_as_it_was() {
    AccountId slow = customerWith("100.00", Duration.ofSeconds(3));
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      order = newId();
      records.add(polled(reserved(order, i % 2 == 0 ? alice : slow, "19.99")));
      if (i % 3 == 0) {
        records.add(polled(withdrawn("stock.released.v1", "CUSTOMER")));
      }
      if (i % 5 == 0) {
        records.add(polled(withdrawn("shipment.failed.v1", "NOT_SHIPPABLE")));
      }
    }
    assertThat(inbox.receive(records)).isEqualTo(new Receipt(records.size(), 0, 0));
    Map<String, List<String>> before = DATABASE.rows();

    assertThat(inbox.receive(records)).isEqualTo(new Receipt(0, records.size(), 0));
    assertThat(DATABASE.rows()).isEqualTo(before);

    Collections.shuffle(records, new Random(42));
    for (ConsumerRecord<byte[], byte[]> record : records) {
      inbox.receive(List.of(record));
    }
    assertThat(DATABASE.rows()).isEqualTo(before);
  }

  @Test
  void a_fact_that_is_told_again_under_a_new_id_moves_no_money() {
    receive(reserved(order, alice, "59.99"));
    receive(reserved(order, alice, "59.99"));
    assertThat(balanceOf(alice)).isEqualTo("40.01");
    receive(withdrawn("stock.released.v1", "CUSTOMER"));
    receive(withdrawn("stock.released.v1", "CUSTOMER"));
    receive(reserved(order, alice, "59.99"));
    assertThat(balanceOf(alice)).isEqualTo("100.00");
    assertThat(toldOf(order)).containsExactly("payment.charged.v1", "payment.refunded.v1");
  }

  private static Facts reserved(UUID order, AccountId customer, String total) {
    return Facts.sample("stock.reserved.v1")
        .with("orderId", order.toString())
        .with("customerId", customer.value())
        .with("total", new BigDecimal(total));
  }

  private Facts withdrawn(String type, String reason) {
    return Facts.sample(type).with("orderId", order.toString()).with("reason", reason);
  }

  private Receipt receive(Facts... facts) {
    return inbox.receive(List.of(facts).stream().map(this::polled).toList());
  }

  private ConsumerRecord<byte[], byte[]> polled(Facts fact) {
    return fact.polled("inventory.events", 0, offset++);
  }
}
