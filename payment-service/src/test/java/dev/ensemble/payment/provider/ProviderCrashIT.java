package dev.ensemble.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import dev.ensemble.testkit.stripe.FakeStripe;
import dev.ensemble.testkit.stripe.Faults.Fault;
import dev.ensemble.testkit.stripe.Faults.Gate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The packaged service, killed between each pair of recovery points. */
class ProviderCrashIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TOPIC = "inventory.events";

  private final TestDatabase database = TestDatabase.create("payment");
  private final JdbcClient everything = JdbcClient.create(database.superuser());

  /** Where the process is killed: while this call is, or was just, carried out. */
  enum Crash {
    INTENDED_NOT_OPENED("create", true),
    OPENED_NOT_RECORDED("create", false),
    RECORDED_NOT_CONFIRMED("confirm", true),
    CONFIRMED_NOT_RECORDED("confirm", false),
    CHARGED_NOT_REFUNDED("refund", true),
    REFUNDED_NOT_RECORDED("refund", false);

    private final String call;
    private final boolean isBefore;

    Crash(String call, boolean isBefore) {
      this.call = call;
      this.isBefore = isBefore;
    }

    private boolean isRefund() {
      return call.equals("refund");
    }
  }

  @Test
  void killed_between_any_two_recovery_points_it_charges_and_refunds_once() {
    TestKafka.createTopic(TOPIC, 1);
    Map<Crash, UUID> orders = new EnumMap<>(Crash.class);
    try (FakeStripe stripe = new FakeStripe()) {
      for (Crash crash : Crash.values()) {
        try (ServiceProcess process = ServiceProcess.start(database, stripe.base())) {
          if (orders.isEmpty()) {
            openAccount();
          }
          orders.put(crash, killedAt(crash, stripe, process));
        }
      }
      try (ServiceProcess process = ServiceProcess.start(database, stripe.base())) {
        await().atMost(PATIENCE).until(() -> count(WAITING) == 0);
        assertThat(process.isAlive()).isTrue();
      }
      orders.forEach((crash, order) -> requireOnce(order, crash));
      assertThat(stripe.intents().opened()).isEqualTo(6);
      assertThat(stripe.intents().charges()).isEqualTo(6);
      assertThat(stripe.intents().refundsMade()).isEqualTo(2);
    }
  }

  private static final String WAITING =
      "SELECT count(*) FROM payments.payments WHERE call_at IS NOT NULL";

  private void openAccount() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                count(
                        """
                        SELECT count(*) FROM information_schema.columns
                        WHERE table_schema = 'payments' AND column_name = 'key_generation'
                        """)
                    == 1);
    everything
        .sql(
            """
            INSERT INTO payments.accounts (account_id, balance_cents, charge_delay_ms, opened_at,
              provider_customer, provider_method)
            VALUES ('alice', 0, 0, now(), 'cus_1', 'pm_1')
            """)
        .update();
  }

  private UUID killedAt(Crash crash, FakeStripe stripe, ServiceProcess process) {
    Facts reserved = Facts.sample("stock.reserved.v1");
    UUID order = reserved.id();
    reserved =
        reserved
            .with("orderId", order.toString())
            .with("customerId", "alice")
            .with("total", new BigDecimal("59.99"))
            .key(order.toString());
    Facts asks = reserved;
    if (crash.isRefund()) {
      TestKafka.produce(reserved.toSend(TOPIC));
      await().atMost(PATIENCE).until(() -> "CHARGED".equals(statusOf(order)));
      asks =
          Facts.sample("stock.released.v1")
              .with("orderId", order.toString())
              .with("reason", "CUSTOMER")
              .key(order.toString());
    }
    Gate gate = new Gate();
    stripe
        .faults()
        .plan(
            crash.call + " " + asks.id() + ":" + crash.call,
            crash.isBefore ? Fault.heldBeforeActing(gate) : Fault.heldAfterActing(gate));
    TestKafka.produce(asks.toSend(TOPIC));
    gate.awaitReached();
    process.kill();
    gate.open();
    return order;
  }

  private void requireOnce(UUID order, Crash crash) {
    assertThat(statusOf(order))
        .as(crash.name())
        .isEqualTo(crash.isRefund() ? "REFUNDED" : "CHARGED");
    List<String> kinds = crash.isRefund() ? List.of("CHARGE", "REFUND") : List.of("CHARGE");
    assertThat(
            everything
                .sql("SELECT kind FROM payments.transfers WHERE order_id = :order ORDER BY kind")
                .param("order", order)
                .query(String.class)
                .list())
        .as(crash.name())
        .isEqualTo(kinds);
    List<String> told =
        crash.isRefund()
            ? List.of("payment.charged.v1", "payment.refunded.v1")
            : List.of("payment.charged.v1");
    assertThat(
            everything
                .sql(
                    "SELECT type FROM messaging.outbox WHERE partition_key = :order ORDER BY sequence")
                .param("order", order.toString())
                .query(String.class)
                .list())
        .as(crash.name())
        .isEqualTo(told);
  }

  private String statusOf(UUID order) {
    return everything
        .sql("SELECT status FROM payments.payments WHERE order_id = :order")
        .param("order", order)
        .query(String.class)
        .optional()
        .orElse("");
  }

  private long count(String sql) {
    return everything.sql(sql).query(Long.class).single();
  }
}
