package dev.ensemble.order.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ensemble.messaging.Inbox;
import dev.ensemble.order.OrderApi.Answer;
import dev.ensemble.order.OrderServiceHarness;
import dev.ensemble.order.Post;
import dev.ensemble.testkit.Contracts;
import dev.ensemble.testkit.Facts;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConsumerContractTest extends OrderServiceHarness {

  @ParameterizedTest(name = "{1} after {0}")
  @MethodSource("everyFactAndWhatItLeadsTo")
  void each_fact_is_read_with_a_field_that_is_not_known_and_takes_effect(
      List<String> before, String type, String status, String endReason) {
    UUID order = api().placed("alice");
    before.forEach(earlier -> post().tells(earlier, order));
    Facts fact = Facts.sample(type).with("orderId", order.toString()).withUnknownField();
    Contracts.validate(type, fact.json());

    Inbox.Receipt receipt = inbox.receive(List.of(Post.record(type, fact)));

    assertThat(receipt).isEqualTo(new Inbox.Receipt(1, 0, 0));
    Answer now = api().order(order);
    assertThat(now.text("status")).isEqualTo(status);
    assertThat(now.text("endReason")).isEqualTo(endReason);
    assertThat(now.body().get("version").intValue()).isEqualTo(before.size() + 2);
  }

  static Stream<Arguments> everyFactAndWhatItLeadsTo() {
    String reserved = "stock.reserved.v1";
    String charged = "payment.charged.v1";
    String created = "shipment.created.v1";
    return Stream.of(
        arguments(List.of(), reserved, "RESERVED", ""),
        arguments(List.of(), "stock.rejected.v1", "CANCELLED", "OUT_OF_STOCK"),
        arguments(List.of(reserved), charged, "PAID", ""),
        arguments(List.of(reserved), "payment.declined.v1", "CANCELLED", "PAYMENT_DECLINED"),
        arguments(List.of(reserved), "stock.released.v1", "CANCELLED", "PAYMENT_DECLINED"),
        arguments(List.of(reserved, charged), created, "SHIPPING", ""),
        arguments(List.of(reserved, charged, created), "shipment.dispatched.v1", "COMPLETED", ""),
        arguments(List.of(reserved, charged), "shipment.failed.v1", "CANCELLING", ""),
        arguments(List.of(reserved, charged, created), "shipment.cancelled.v1", "CANCELLING", ""),
        arguments(
            List.of(reserved, charged, "shipment.failed.v1"),
            "payment.refunded.v1",
            "CANCELLED",
            "SHIPMENT_FAILED"));
  }

  @Test
  void a_refusal_is_read_with_a_field_that_is_not_known_and_noted() {
    UUID order = api().placed("alice");
    api().cancel(order);
    post().tells("shipment.dispatched.v1", order);
    String type = "cancellation.refused.v1";
    Facts fact = Facts.sample(type).with("orderId", order.toString()).withUnknownField();

    inbox.receive(List.of(Post.record(type, fact)));

    Answer now = api().order(order);
    assertThat(now.text("status")).isEqualTo("COMPLETED");
    assertThat(now.text("cancellation")).isEqualTo("REFUSED");
  }

  @Test
  void a_history_names_each_fact_as_the_contract_does() {
    UUID order = api().placed("alice");
    post().tells("stock.reserved.v1", order);
    post().tells("payment.charged.v1", order);
    post().tells("shipment.created.v1", order);
    post().tells("shipment.dispatched.v1", order);

    assertThat(api().order(order).body().get("history").findValuesAsString("because"))
        .containsExactly(
            "order.placed.v1",
            "stock.reserved.v1",
            "payment.charged.v1",
            "shipment.created.v1",
            "shipment.dispatched.v1");
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void a_redelivered_fact_changes_no_row_anywhere(String type) {
    UUID order = api().placed("alice");
    ConsumerRecord<byte[], byte[]> fact = Post.record(type, order);
    inbox.receive(List.of(fact));
    Map<String, List<String>> once = TABLES.rows();

    assertThat(inbox.receive(List.of(fact))).isEqualTo(new Inbox.Receipt(0, 1, 0));
    assertThat(inbox.receive(List.of(fact, fact))).isEqualTo(new Inbox.Receipt(0, 2, 0));

    assertThat(TABLES.rows()).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void a_fact_told_twice_under_two_ids_changes_no_row_of_the_business(String type) {
    UUID order = api().placed("alice");
    post().tells(type, order);
    Map<String, List<String>> once = TABLES.businessRows();

    assertThat(post().tells(type, order).applied()).isOne();

    assertThat(TABLES.businessRows()).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void a_fact_about_an_order_that_was_never_placed_here_holds_nothing_up(String type) {
    UUID nobodys = UUID.randomUUID();
    UUID order = api().placed("alice");
    Map<String, List<String>> before = TABLES.businessRows();

    assertThat(post().tells(type, nobodys).applied()).isOne();

    assertThat(TABLES.businessRows()).isEqualTo(before);
    assertThat(post().tells("stock.reserved.v1", order).applied()).isOne();
  }

  static Stream<String> everyType() {
    return Stream.concat(
        everyFactAndWhatItLeadsTo().map(fact -> (String) fact.get()[1]),
        Stream.of("cancellation.refused.v1"));
  }
}
