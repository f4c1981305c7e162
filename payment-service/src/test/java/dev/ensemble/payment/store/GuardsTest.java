package dev.ensemble.payment.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.application.ChargePayment;
import dev.ensemble.payment.domain.AccountId;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database refuses by itself, to the very role under which the service runs. */
class GuardsTest extends RunningService {
  private final JdbcClient app = JdbcClient.create(DATABASE.app());

  @Autowired private ChargePayment chargePayment;

  private AccountId alice = new AccountId("alice");
  private UUID order = newId();

  @BeforeEach
  void an_order_is_charged() {
    alice = customerWith("100.00");
    order = newId();
    chargePayment.charge(order, demand(alice, "60.00"), newId());
  }

  @Test
  void a_transfer_that_balances_is_let_in() {
    assertThatCode(() -> transfer(1000, -1000)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"1000, -999", "1000, 1000", "-1000, -1000", "0, 1"})
  void a_transfer_that_does_not_balance_is_refused(long bank, long sales) {
    assertThatThrownBy(() -> transfer(bank, sales))
        .hasMessageContaining("differ by " + (bank + sales) + " cents");
  }

  @Test
  void a_transfer_without_entries_is_refused() {
    assertThatThrownBy(
            () ->
                app.sql("INSERT INTO payments.transfers VALUES (:id, 'DEPOSIT', NULL, now())")
                    .param("id", newId())
                    .update())
        .hasMessageContaining("has 0 sides");
  }

  @Test
  void an_entry_that_comes_late_to_a_transfer_is_refused() {
    assertThatThrownBy(
            () ->
                app.sql(
                        """
                        INSERT INTO payments.entries (transfer_id, ledger_account, amount_cents)
                        SELECT transfer_id, 'house:bank', 1 FROM payments.transfers
                        WHERE order_id = :order
                        """)
                    .param("order", order)
                    .update())
        .hasMessageContaining("has 3 sides that differ by 1 cents");
  }

  @Test
  void a_second_charge_of_an_order_is_refused_even_where_code_and_inbox_let_it_through() {
    assertThatThrownBy(
            () ->
                app.sql(
                        """
                        WITH transfer AS (INSERT INTO payments.transfers
                          VALUES (:id, 'CHARGE', :order, now()))
                        INSERT INTO payments.entries (transfer_id, ledger_account, amount_cents)
                        VALUES (:id, 'house:bank', 1), (:id, 'house:sales', -1)
                        """)
                    .param("id", newId())
                    .param("order", order)
                    .update())
        .hasMessageContaining("an_order_is_charged_once_and_refunded_once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE payments.entries SET amount_cents = 0",
        "UPDATE payments.transfers SET posted_at = now()",
        "UPDATE payments.payments SET amount_cents = 1",
        "UPDATE payments.payments SET customer_id = 'mallory'",
        "UPDATE payments.accounts SET account_id = 'mallory'",
        "DELETE FROM payments.entries",
        "DELETE FROM payments.transfers",
        "DELETE FROM payments.payments",
        "DELETE FROM payments.accounts",
        "TRUNCATE payments.entries",
        "ALTER TABLE payments.entries DISABLE TRIGGER ALL",
        "DROP TABLE payments.entries",
        "SELECT count(*) FROM messaging.outbox",
        "SELECT count(*) FROM payments.flyway_schema_history"
      })
  void what_was_posted_cannot_be_rewritten(String statement) {
    assertThatThrownBy(() -> app.sql(statement).update())
        .rootCause()
        .hasMessageMatching("(?s)ERROR: (permission denied|must be owner).*");
  }

  @Test
  void no_account_falls_below_zero() {
    assertThatThrownBy(
            () ->
                app.sql("UPDATE payments.accounts SET balance_cents = -1 WHERE account_id = :id")
                    .param("id", alice.value())
                    .update())
        .hasMessageContaining("no_account_is_below_zero");
  }

  @ParameterizedTest
  @ValueSource(strings = {"customer:nobody", "customer:", "house:attic", "alice", ""})
  void an_entry_of_an_account_that_is_none_is_refused(String account) {
    assertThatThrownBy(
            () ->
                app.sql(
                        """
                        WITH transfer AS (INSERT INTO payments.transfers
                          VALUES (:id, 'DEPOSIT', NULL, now()))
                        INSERT INTO payments.entries (transfer_id, ledger_account, amount_cents)
                        VALUES (:id, 'house:bank', 1), (:id, :account, -1)
                        """)
                    .param("id", newId())
                    .param("account", account)
                    .update())
        .hasMessageContaining("violates");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 'PAID'",
        "status = 'PENDING'",
        "status = 'REFUNDED', reason = 'CUSTOMER'",
        "status = 'DECLINED'",
        "status = 'DECLINED', reason = 'CUSTOMER'",
        "status = 'VOIDED', reason = 'INSUFFICIENT_FUNDS'",
        "reason = 'CUSTOMER'",
        "due_at = now()",
        "refund_id = gen_random_uuid()",
        "version = 0"
      })
  void a_payment_that_the_code_could_not_read_back_is_refused(String change) {
    assertThatThrownBy(
            () ->
                app.sql("UPDATE payments.payments SET " + change + " WHERE order_id = :order")
                    .param("order", order)
                    .update())
        .hasMessageContaining("violates check constraint");
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
    assertThatThrownBy(() -> trace(trace)).hasMessageContaining("payments_trace_check");
  }

  @Test
  void a_trace_is_stored_and_its_check_does_not_count_by_an_expression() {
    assertThat(trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")).isEqualTo(1);
    assertThat(
            everything
                .sql(
                    """
                    SELECT conname FROM pg_constraint
                    WHERE contype = 'c' AND conrelid = 'payments.payments'::regclass
                      AND pg_get_constraintdef(oid) ~ 'trace.*[{][0-9,]*[0-9][0-9]+[}]'
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }

  private int trace(String trace) {
    return everything
        .sql("UPDATE payments.payments SET trace = ? WHERE order_id = ?")
        .params(trace, order)
        .update();
  }

  private void transfer(long bank, long sales) {
    app.sql(
            """
            WITH transfer AS (INSERT INTO payments.transfers VALUES (:id, 'DEPOSIT', NULL, now()))
            INSERT INTO payments.entries (transfer_id, ledger_account, amount_cents)
            VALUES (:id, 'house:bank', :bank), (:id, 'house:sales', :sales)
            """)
        .param("id", newId())
        .param("bank", bank)
        .param("sales", sales)
        .update();
  }
}
