package dev.ensemble.payment.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.Inbox;
import dev.ensemble.messaging.Inbox.Receipt;
import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.testkit.Facts;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The batch lock where it is wired: in what the inbox does before it acts. */
class LockingTest extends RunningService {
  private static final int PATIENCE_SECONDS = 30;

  @Autowired private Inbox inbox;
  @Autowired private TransactionTemplate transactions;

  @Test
  void the_inbox_locks_the_accounts_that_a_batch_charges_in_their_order() throws Exception {
    AccountId smaller = customerWith("100.00");
    AccountId greater = customerWith("100.00");
    Facts first = reserved(newId(), greater);
    Facts second = reserved(newId(), smaller);

    assertSmallerIsLockedFirst(smaller, greater, first, second);

    assertThat(balanceOf(smaller)).isEqualTo("90.00");
    assertThat(balanceOf(greater)).isEqualTo("90.00");
  }

  @Test
  void the_inbox_locks_the_accounts_of_the_orders_that_a_batch_refunds() throws Exception {
    AccountId smaller = customerWith("100.00");
    AccountId greater = customerWith("100.00");
    UUID ofGreater = newId();
    UUID ofSmaller = newId();
    receive(reserved(ofGreater, greater), reserved(ofSmaller, smaller));

    assertSmallerIsLockedFirst(smaller, greater, failed(ofGreater), failed(ofSmaller));

    assertThat(balanceOf(smaller)).isEqualTo("100.00");
    assertThat(balanceOf(greater)).isEqualTo("100.00");
  }

  /** The batch waits for the greater account; in the order of its facts it would hold none yet. */
  private void assertSmallerIsLockedFirst(
      AccountId smaller, AccountId greater, Facts first, Facts second) throws Exception {
    assertThat(smaller).isLessThan(greater);
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Receipt> batch =
          transactions.execute(
              status -> {
                accounts.lock(List.of(greater));
                Future<Receipt> started = thread.submit(() -> receive(first, second));
                awaitSomebodyWaiting();
                assertThat(free(smaller)).as("locked before the batch acts").isEmpty();
                return started;
              });
      assertThat(batch.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(new Receipt(2, 0, 0));
    }
  }

  private void awaitSomebodyWaiting() {
    String waiting =
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND datname = current_database()";
    Awaitility.await().until(() -> one(waiting) > 0);
  }

  private List<String> free(AccountId account) {
    return everything
        .sql(
            "SELECT account_id FROM payments.accounts WHERE account_id = :id"
                + " FOR UPDATE SKIP LOCKED")
        .param("id", account.value())
        .query(String.class)
        .list();
  }

  private static Facts reserved(UUID order, AccountId customer) {
    return Facts.sample("stock.reserved.v1")
        .with("orderId", order.toString())
        .with("customerId", customer.value())
        .with("total", new BigDecimal("10.00"));
  }

  private static Facts failed(UUID order) {
    return Facts.sample("shipment.failed.v1").with("orderId", order.toString());
  }

  private long offset;

  private Receipt receive(Facts... facts) {
    return inbox.receive(
        List.of(facts).stream().map(fact -> fact.polled("inventory.events", 0, offset++)).toList());
  }
}
