package dev.ensemble.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.ensemble.payment.application.Accounts;
import dev.ensemble.payment.application.DepositMoney;
import dev.ensemble.payment.application.OpenAccount;
import dev.ensemble.payment.application.Payments;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.Payment;
import dev.ensemble.testkit.SettableClock;
import dev.ensemble.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The whole service over a real database, with its worker and its inbox standing still: tests step
 * them. After every test all books must balance.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(TestTime.class)
public abstract class RunningService {
  protected static final TestDatabase DATABASE = TestDatabase.create("payment");
  protected static final SettableClock CLOCK = startingNow();

  /** Small, so that two workers share what is due. */
  protected static final int BATCH_SIZE_MAX = 5;

  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final AtomicInteger CUSTOMERS = new AtomicInteger();

  /** Partitions are made for the clock's days and ids for the real ones, so both begin together. */
  private static SettableClock startingNow() {
    return SettableClock.at(Instant.now());
  }

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    DATABASE.springProperties().forEach((name, value) -> registry.add(name, () -> value));
    registry.add("payment.charge-due.batch-size-max", () -> BATCH_SIZE_MAX);
  }

  @Autowired protected OpenAccount openAccount;
  @Autowired protected DepositMoney depositMoney;
  @Autowired protected Accounts accounts;
  @Autowired protected Payments payments;

  @LocalServerPort private int port;

  protected final JdbcClient everything = JdbcClient.create(DATABASE.superuser());

  @BeforeEach
  void the_books_are_empty() {
    everything
        .sql(
            """
            TRUNCATE payments.entries, payments.transfers, payments.payments, payments.saga_steps,
              payments.accounts, messaging.outbox, messaging.processed_events, idempotency.answers
            """)
        .update();
  }

  @AfterEach
  void the_books_balance() {
    assertThat(one("SELECT coalesce(sum(amount_cents), 0) FROM payments.entries")).isZero();
    assertThat(list(WRONG_BALANCES)).as("accounts that differ from their entries").isEmpty();
    assertThat(list(WRONG_PAYMENTS)).as("payments that differ from their transfers").isEmpty();
    assertThat(list(WRONG_STEPS)).as("steps that differ from their transfers").isEmpty();
  }

  private static final String WRONG_BALANCES =
      """
      SELECT account_id FROM payments.accounts
      LEFT JOIN payments.entries USING (account_id)
      GROUP BY account_id, balance_cents
      HAVING balance_cents < 0 OR balance_cents <> -coalesce(sum(amount_cents), 0)
      """;

  // A charged payment has its charge, a refunded one its refund as well, any other has neither; and
  // each moved the payment's amount.
  private static final String WRONG_PAYMENTS =
      """
      SELECT payment.order_id::text FROM payments.payments payment
      LEFT JOIN payments.transfers charge
        ON charge.order_id = payment.order_id AND charge.kind = 'CHARGE'
      LEFT JOIN payments.transfers refund
        ON refund.order_id = payment.order_id AND refund.kind = 'REFUND'
      LEFT JOIN payments.entries charged
        ON charged.transfer_id = charge.transfer_id AND charged.account_id = payment.customer_id
      LEFT JOIN payments.entries refunded
        ON refunded.transfer_id = refund.transfer_id AND refunded.account_id = payment.customer_id
      WHERE (payment.status IN ('CHARGED', 'REFUNDING', 'REFUNDED'))
          <> (charge.transfer_id IS NOT NULL)
        OR (payment.status = 'REFUNDED') <> (refund.transfer_id IS NOT NULL)
        OR charge.transfer_id <> payment.payment_id
        OR refund.transfer_id <> payment.refund_id
        OR coalesce(charged.amount_cents, payment.amount_cents) <> payment.amount_cents
        OR coalesce(refunded.amount_cents, -payment.amount_cents) <> -payment.amount_cents
      """;

  // Likewise for a saga's steps, of which a refund may be a part of the charge.
  private static final String WRONG_STEPS =
      """
      SELECT step.saga_id || ':' || step.step FROM payments.saga_steps step
      LEFT JOIN payments.transfers charge
        ON (charge.saga_id, charge.step, charge.kind) = (step.saga_id, step.step, 'STEP_CHARGE')
      LEFT JOIN payments.transfers refund
        ON (refund.saga_id, refund.step, refund.kind) = (step.saga_id, step.step, 'STEP_REFUND')
      LEFT JOIN payments.entries charged
        ON charged.transfer_id = charge.transfer_id AND charged.account_id = step.account_id
      LEFT JOIN payments.entries refunded
        ON refunded.transfer_id = refund.transfer_id AND refunded.account_id = step.account_id
      WHERE charge.transfer_id IS DISTINCT FROM step.payment_id
        OR (step.status = 'REFUNDED') <> (refund.transfer_id IS NOT NULL)
        OR refund.transfer_id <> step.refund_id
        OR coalesce(charged.amount_cents, 0) <> step.charged_cents
        OR coalesce(refunded.amount_cents, 0) <> -step.refunded_cents
      """;

  protected int port() {
    return port;
  }

  protected Api api() {
    return new Api(port);
  }

  protected static UUID newId() {
    return IDS.generate();
  }

  /** A customer of that balance whose bank charges at once. */
  protected AccountId customerWith(String euros) {
    return customerWith(euros, Duration.ZERO);
  }

  protected AccountId customerWith(String euros, Duration chargeDelay) {
    AccountId id = new AccountId("customer-" + CUSTOMERS.incrementAndGet());
    openAccount.open(id, chargeDelay, null);
    if (!Money.of(euros).equals(Money.ZERO)) {
      depositMoney.deposit(new DepositMoney.Command(newId(), id, Money.of(euros)));
    }
    return id;
  }

  protected static Demand demand(AccountId customer, String euros) {
    return new Demand(customer.value(), Money.of(euros));
  }

  protected String balanceOf(AccountId id) {
    return accounts.look(id).orElseThrow().balance().toString();
  }

  protected String statusOf(UUID orderId) {
    return payments
        .look(orderId)
        .map(Payment::state)
        .map(state -> state.getClass().getSimpleName())
        .orElse("nothing");
  }

  protected long one(String sql) {
    return everything.sql(sql).query(Long.class).single();
  }

  protected List<String> list(String sql) {
    return everything.sql(sql).query(String.class).list();
  }

  /** The types of the facts told of an order, in the order of its versions. */
  protected List<String> toldOf(UUID orderId) {
    return everything
        .sql("SELECT type FROM messaging.outbox WHERE partition_key = :order ORDER BY sequence")
        .param("order", orderId.toString())
        .query(String.class)
        .list();
  }
}
