package dev.ensemble.order.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.order.OrderServiceHarness;
import dev.ensemble.order.application.Orders;
import dev.ensemble.order.domain.Asker;
import dev.ensemble.order.domain.OrderFixture;
import dev.ensemble.order.domain.Outcome.Changed;
import dev.ensemble.testkit.Contracts;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

class ProducerContractTest extends OrderServiceHarness {
  @Autowired private Orders orders;
  @Autowired private TransactionOperations transaction;

  @Test
  void the_facts_told_are_the_samples_of_their_contracts() {
    Changed placed = OrderFixture.aliceBuysTea();
    Changed asked =
        (Changed) placed.order().requestCancellation(Asker.CUSTOMER, OrderFixture.PLACED_AT);
    transaction.executeWithoutResult(running -> orders.save(placed));
    transaction.executeWithoutResult(running -> orders.save(asked));

    Map<String, String> told = payloadsOf(placed.order().id().value());

    assertThat(told).containsOnlyKeys("order.placed.v1", "order.cancellation-requested.v1");
    told.forEach(
        (type, json) -> {
          Contracts.validate(type, json);
          // As text, because 12.5 and 12.50 are the same number and not the same contract.
          assertThat(Contracts.read(json))
              .hasToString(Contracts.read(Contracts.sample(type)).toString());
        });
  }

  @Test
  void the_envelope_carries_the_order_and_its_version() {
    UUID order = api().placed("alice");
    api().cancel(order);

    assertThat(
            TABLES
                .jdbc()
                .sql(
                    """
                    SELECT concat_ws(' ', topic, partition_key, subject, correlation_id, source,
                      content_type, sequence)
                    FROM messaging.outbox WHERE partition_key = :order ORDER BY sequence
                    """)
                .param("order", order.toString())
                .query(String.class)
                .list())
        .containsExactly(envelope(order, 1), envelope(order, 2));
  }

  private static String envelope(UUID order, int version) {
    return "order.events %s %s %s /ensemble/order-service application/json %d"
        .formatted(order, order, order, version);
  }

  private static Map<String, String> payloadsOf(UUID order) {
    Map<String, String> payloads = new TreeMap<>();
    TABLES
        .jdbc()
        .sql("SELECT type, payload FROM messaging.outbox WHERE partition_key = :order")
        .param("order", order.toString())
        .query(
            row -> {
              payloads.put(
                  row.getString("type"),
                  new String(row.getBytes("payload"), StandardCharsets.UTF_8));
            });
    return payloads;
  }
}
