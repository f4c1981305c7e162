package dev.ensemble.payment.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.Inbox;
import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.inbox.Drill;
import dev.ensemble.testkit.inbox.Drilled;
import dev.ensemble.testkit.inbox.Effects;
import dev.ensemble.testkit.inbox.FailureKind;
import dev.ensemble.testkit.inbox.FailurePoint;
import dev.ensemble.testkit.inbox.FailurePoints;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** The test kit's drill on a service: money moves once, whatever the day is like. */
@Import(FailurePoints.class)
class DrillTest extends RunningService {
  private static final int ORDERS = 12;

  @Autowired private Inbox inbox;
  @Autowired private FailurePoints points;

  @ParameterizedTest
  @EnumSource
  void each_demand_charges_once_and_each_withdrawal_refunds_once(FailurePoint point) {
    AccountId alice = customerWith("1000.00");
    List<ConsumerRecord<byte[], byte[]>> records = records(alice);
    AtomicInteger applied = new AtomicInteger();
    Drilled drilled =
        Drill.of(batch -> applied.addAndGet(inbox.receive(batch).applied()))
            .records(records)
            .shuffledAcrossKeys(7)
            .repeatedInPlace(1)
            .redelivered(1)
            .inBatchesOf(10)
            .failingAt(points, point, FailureKind.SESSION_ENDS)
            .run();

    assertThat(drilled.failures()).isEqualTo(drilled.batches());
    // A payment knows what it was told before, so a second run of a use case moves nothing and
    // would not show; the receipts count the runs. What is committed unheard comes as repeated.
    assertThat(applied).hasValue(point == FailurePoint.AFTER_COMMIT ? 0 : records.size());
    Effects told =
        Effects.of(
            DATABASE.superuser(),
            "payment",
            "SELECT causation_id::uuid FROM messaging.outbox ORDER BY id");
    told.assertOneEach(records);
    told.assertInOrder(records);
    assertThat(balanceOf(alice)).isEqualTo("940.00");
  }

  /** Each order is charged 10.00; the stock of every other one is released again. */
  private static List<ConsumerRecord<byte[], byte[]>> records(AccountId customer) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      UUID order = newId();
      records.add(
          Facts.sample("stock.reserved.v1")
              .with("orderId", order.toString())
              .with("customerId", customer.value())
              .with("total", new BigDecimal("10.00"))
              .polled("inventory.events", i % 3, i));
      if (i % 2 == 0) {
        records.add(
            Facts.sample("stock.released.v1")
                .with("orderId", order.toString())
                .with("reason", "CUSTOMER")
                .polled("inventory.events", i % 3, i));
      }
    }
    return records;
  }
}
