package com.example.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.Inbox;
import dev.ensemble.messaging.InboxWorkers;
import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import dev.ensemble.testkit.inbox.Drill;
import dev.ensemble.testkit.inbox.Effects;
import dev.ensemble.testkit.inbox.FailureKind;
import dev.ensemble.testkit.inbox.FailurePoint;
import dev.ensemble.testkit.inbox.FailurePoints;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On a real PostgreSQL and a real broker, which the test kit starts in this JVM. */
@SpringBootTest
@Import(FailurePoints.class)
class LoyaltyTest {
  private static final TestDatabase DATABASE = TestDatabase.create("loyalty");

  @Autowired private Inbox inbox;
  @Autowired private InboxWorkers workers;
  @Autowired private FailurePoints points;
  @Autowired private PointsTable table;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    DATABASE.springProperties().forEach((name, value) -> registry.add(name, () -> value));
    registry.add("ensemble.messaging.kafka.bootstrap-servers", TestKafka::bootstrapServers);
  }

  @BeforeEach
  void nothing_has_happened() {
    DATABASE.truncate(
        "loyalty.entries", "loyalty.accounts", "messaging.outbox", "messaging.processed_events");
  }

  @Test
  void a_charge_earns_points_and_its_refund_withdraws_them() {
    UUID order = UUID.randomUUID();
    inbox.receive(List.of(charged(order, "alice", "59.99").polled("payment.events", 0, 0)));
    assertThat(table.pointsOf("alice")).isEqualTo(59);

    inbox.receive(List.of(refunded(order, "alice").polled("payment.events", 0, 1)));
    assertThat(table.pointsOf("alice")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void each_payment_counts_once_wherever_its_batch_failed(FailurePoint point) {
    List<ConsumerRecord<byte[], byte[]>> records = payments();
    Drill.of(inbox::receive)
        .records(records)
        .shuffledAcrossKeys(42)
        .repeatedInPlace(1)
        .redelivered(2)
        .inBatchesOf(7)
        .failingAt(points, point, FailureKind.SESSION_ENDS)
        .run();

    Effects booked =
        Effects.of(
            DATABASE.superuser(),
            "loyalty",
            "SELECT event_id FROM loyalty.entries ORDER BY entry_number");
    booked.assertOneEach(records);
    booked.assertInOrder(records);
    assertThat(table.pointsOf("customer-1")).isEqualTo(30);
  }

  @Test
  void a_group_that_is_set_back_to_the_beginning_counts_nothing_twice() {
    TestKafka.createTopic("payment.events", 3);
    for (int i = 0; i < 10; i++) {
      TestKafka.produce(charged(UUID.randomUUID(), "bob", "1.00").toSend("payment.events"));
    }
    pollUntil(10);
    assertThat(table.pointsOf("bob")).isEqualTo(10);

    TestKafka.rewind("loyalty");
    pollUntil(10);
    assertThat(table.pointsOf("bob")).isEqualTo(10);
  }

  /** The first polls may answer 0, while the group forms. */
  private void pollUntil(int records) {
    int done = 0;
    for (int polls = 0; done < records && polls < 100; polls++) {
      done += workers.runOnce();
    }
    workers.close();
    assertThat(done).isEqualTo(records);
  }

  /** Of nine orders by three customers; each third one is refunded. */
  private static List<ConsumerRecord<byte[], byte[]>> payments() {
    List<ConsumerRecord<byte[], byte[]>> payments = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      UUID order = UUID.randomUUID();
      String customer = "customer-" + i % 3;
      payments.add(charged(order, customer, "10.50").polled("payment.events", i % 2, i));
      if (i % 3 == 0) {
        payments.add(refunded(order, customer).polled("payment.events", i % 2, i));
      }
    }
    return payments;
  }

  private static Facts charged(UUID order, String customer, String amount) {
    return Facts.of(
            "payment.charged.v1",
            "{\"orderId\":\"%s\",\"customerId\":\"%s\",\"amount\":%s}"
                .formatted(order, customer, amount))
        .withUnknownField();
  }

  private static Facts refunded(UUID order, String customer) {
    return Facts.of(
        "payment.refunded.v1",
        "{\"orderId\":\"%s\",\"customerId\":\"%s\"}".formatted(order, customer));
  }
}
