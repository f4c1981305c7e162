package dev.ensemble.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import dev.ensemble.testkit.stripe.FakeIntents.Movement;
import dev.ensemble.testkit.stripe.FakeStripe;
import dev.ensemble.testkit.stripe.Faults.Fault;
import dev.ensemble.testkit.stripe.Faults.Gate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The packaged service, killed with one order between each pair of recovery points: the calls of
 * one pass run side by side, so one pass can stand at all of them.
 */
class ProviderCrashIT {
  private static final Duration PATIENCE = Duration.ofSeconds(50);
  private static final String TOPIC = "inventory.events";

  private final TestDatabase database = TestDatabase.create("payment");
  private final JdbcClient everything = JdbcClient.create(database.superuser());

  /** Where an order stands when its process is killed. */
  enum Crash {
    INTENDED_NOT_OPENED("create", true),
    OPENED_NOT_RECORDED("create", false),
    RECORDED_NOT_CONFIRMED("confirm", true),
    CONFIRMED_NOT_RECORDED("confirm", false),
    CHARGE_RECORDED("", true),
    CHARGED_NOT_REFUNDED("refund", true),
    REFUNDED_NOT_RECORDED("refund", false),
    /** Withdrawn while it was paid, so that the refund follows in the very record of the charge. */
    PAID_AND_WITHDRAWN_NOT_REFUNDED("refund", true);

    private final String call;
    private final boolean isBefore;

    Crash(String call, boolean isBefore) {
      this.call = call;
      this.isBefore = isBefore;
    }
  }

  /** An order, and where its process is killed. */
  private static final class Victim {
    private final Crash crash;
    private final Facts reserved = Facts.sample("stock.reserved.v1");
    private final Facts released = Facts.sample("stock.released.v1");
    private final Gate gate = new Gate();

    Victim(Crash crash) {
      this.crash = crash;
    }

    private UUID order() {
      return reserved.id();
    }

    private Facts reserved() {
      return reserved
          .with("orderId", order().toString())
          .with("customerId", "alice")
          .with("total", new BigDecimal("59.99"))
          .key(order().toString());
    }

    private Facts released() {
      return released
          .with("orderId", order().toString())
          .with("reason", "CUSTOMER")
          .key(order().toString());
    }

    private boolean isRefund() {
      return crash.call.equals("refund");
    }

    private boolean isHeld() {
      return !crash.call.isEmpty();
    }

    private String keyOf(String call) {
      return (call.equals("refund") ? released.id() : reserved.id()) + ":" + call;
    }

    private Fault fault() {
      return crash.isBefore ? Fault.lostAt(gate) : Fault.heldAfterActing(gate);
    }

    @Override
    public String toString() {
      return crash.name();
    }
  }

  private final List<Victim> all = Stream.of(Crash.values()).map(Victim::new).toList();

  private Victim at(Crash crash) {
    return all.stream().filter(victim -> victim.crash == crash).findFirst().orElseThrow();
  }

  @Test
  void killed_between_any_two_recovery_points_it_charges_and_refunds_once() {
    TestKafka.createTopic(TOPIC, 1);
    try (FakeStripe stripe = new FakeStripe()) {
      try (ServiceProcess process = ServiceProcess.start(database, stripe.base())) {
        openAccount();
        bringAllToTheirPoints(stripe);
        process.kill();
        all.forEach(victim -> victim.gate.open());
      }
      assertThat(leftOver()).as("left over by the killed").hasSize(7);
      try (ServiceProcess process = ServiceProcess.start(database, stripe.base())) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(leftOver()).as("asked: " + stripe.faults().asked()).isEmpty());
        assertThat(process.isAlive()).isTrue();
      }
      List<Movement> expected = new ArrayList<>();
      for (Victim victim : all) {
        requireOnce(victim);
        if (victim.isHeld()) {
          requireAskedAgain(victim, stripe);
        }
        expected.add(new Movement(victim.order().toString(), 5999));
        if (victim.isRefund()) {
          expected.add(new Movement(victim.order().toString(), -5999));
        }
      }
      assertThat(stripe.intents().movements()).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(stripe.intents().opened()).isEqualTo(all.size());
    }
  }

  /** A refund that was made is seen among the intent's refunds before it is asked for again. */
  private static void requireAskedAgain(Victim victim, FakeStripe stripe) {
    String key = victim.keyOf(victim.crash.call);
    long times = stripe.faults().keysOf(victim.crash.call).stream().filter(key::equals).count();
    if (victim.crash == Crash.REFUNDED_NOT_RECORDED) {
      assertThat(times).as(victim + " is seen").isOne();
    } else {
      assertThat(times).as(victim + " is asked again by its key").isGreaterThan(1);
    }
  }

  /** Passes follow one another, so whoever is held in one lets the next gather. */
  private void bringAllToTheirPoints(FakeStripe stripe) {
    List<Victim> charged =
        List.of(
            at(Crash.CHARGE_RECORDED),
            at(Crash.CHARGED_NOT_REFUNDED),
            at(Crash.REFUNDED_NOT_RECORDED));
    charged.forEach(victim -> send(victim.reserved()));
    charged.forEach(victim -> awaitRow(victim, "status = 'CHARGED'"));

    Victim slow = at(Crash.PAID_AND_WITHDRAWN_NOT_REFUNDED);
    Gate opening = new Gate();
    Gate confirming = new Gate();
    stripe.faults().plan("create " + slow.keyOf("create"), Fault.heldBeforeActing(opening));
    stripe.faults().plan("confirm " + slow.keyOf("confirm"), Fault.heldAfterActing(confirming));
    send(slow.reserved());
    opening.awaitReached();
    List<Victim> opened =
        List.of(at(Crash.RECORDED_NOT_CONFIRMED), at(Crash.CONFIRMED_NOT_RECORDED));
    opened.forEach(victim -> send(victim.reserved()));
    opened.forEach(victim -> awaitRow(victim, "status = 'CHARGING'"));
    opening.open();

    confirming.awaitReached();
    List<Victim> intended = List.of(at(Crash.INTENDED_NOT_OPENED), at(Crash.OPENED_NOT_RECORDED));
    intended.forEach(victim -> send(victim.reserved()));
    List<Victim> released =
        List.of(at(Crash.CHARGED_NOT_REFUNDED), at(Crash.REFUNDED_NOT_RECORDED), slow);
    released.forEach(victim -> send(victim.released()));
    intended.forEach(victim -> awaitRow(victim, "status = 'CHARGING'"));
    released.forEach(victim -> awaitRow(victim, "withdrawn IS NOT NULL"));
    opened.forEach(victim -> awaitRow(victim, "provider_ref IS NOT NULL"));
    List<Victim> held = all.stream().filter(Victim::isHeld).toList();
    held.forEach(
        victim ->
            stripe
                .faults()
                .plan(victim.crash.call + " " + victim.keyOf(victim.crash.call), victim.fault()));
    confirming.open();
    held.forEach(victim -> victim.gate.awaitReached());
    assertThat(rows(slow, "status = 'REFUNDING'")).isEqualTo(1);
  }

  private static void send(Facts fact) {
    TestKafka.produce(fact.toSend(TOPIC));
  }

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

  private void requireOnce(Victim victim) {
    assertThat(rows(victim, victim.isRefund() ? "status = 'REFUNDED'" : "status = 'CHARGED'"))
        .as(victim.toString())
        .isEqualTo(1);
    assertThat(of(victim, "SELECT kind FROM payments.transfers WHERE order_id = :order ORDER BY 1"))
        .as(victim.toString())
        .isEqualTo(victim.isRefund() ? List.of("CHARGE", "REFUND") : List.of("CHARGE"));
    assertThat(
            of(
                victim,
                """
                SELECT type FROM messaging.outbox
                WHERE partition_key = CAST(:order AS text) ORDER BY sequence
                """))
        .as(victim.toString())
        .isEqualTo(
            victim.isRefund()
                ? List.of("payment.charged.v1", "payment.refunded.v1")
                : List.of("payment.charged.v1"));
  }

  private List<String> of(Victim victim, String sql) {
    return everything.sql(sql).param("order", victim.order()).query(String.class).list();
  }

  private void awaitRow(Victim victim, String condition) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> rows(victim, condition) == 1);
  }

  private long rows(Victim victim, String condition) {
    return everything
        .sql("SELECT count(*) FROM payments.payments WHERE order_id = :order AND " + condition)
        .param("order", victim.order())
        .query(Long.class)
        .single();
  }

  /** What the provider is still to be asked. */
  private List<String> leftOver() {
    return everything
        .sql("SELECT payment::text FROM payments.payments payment WHERE call_at IS NOT NULL")
        .query(String.class)
        .list();
  }

  private long count(String sql) {
    return everything.sql(sql).query(Long.class).single();
  }
}
