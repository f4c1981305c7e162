package dev.ensemble.payment.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.application.Ledger;
import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.DeclineReason;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.Outcome;
import dev.ensemble.payment.domain.Payment;
import dev.ensemble.payment.domain.ProviderAnswer;
import dev.ensemble.payment.domain.ProviderPayer;
import dev.ensemble.payment.domain.Withdrawal;
import dev.ensemble.payment.domain.Withdrawn;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A payment at the provider as a row: what is written is read back, and nothing else is let in. */
class ProviderGuardsTest extends RunningService {
  private static final ProviderPayer PAYER = new ProviderPayer("cus_1", "pm_1");

  // As finely as PostgreSQL keeps it.
  private final Instant now = CLOCK.instant().truncatedTo(ChronoUnit.MICROS);
  private final UUID chargeEvent = newId();
  private final UUID refund = newId();

  @Autowired private Ledger ledger;
  @Autowired private TransactionTemplate transactions;

  private Payment payment = Payment.awaited(newId(), newId(), now);

  @BeforeEach
  void an_intent_is_recorded() {
    AccountId alice = customerWith("0.00");
    Demand demand = demand(alice, "59.99");
    payment = Payment.awaited(newId(), newId(), now);
    saved(
        payment.chargeAtProvider(
            demand, chargeEvent, new Account(alice, Money.ZERO, Duration.ZERO, PAYER), now));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open pay withdraw give-back",
        "open withdraw pay give-back",
        "open withdraw close",
        "open withdraw refuse",
        "open refuse",
        "open close",
        "not-open",
        "withdraw"
      })
  void whatever_way_a_payment_goes_each_of_its_states_is_read_back_as_it_was_written(String way) {
    for (String step : way.split(" ", -1)) {
      saved(
          switch (step) {
            case "open" -> answered(new ProviderAnswer.Opened("pi_1"));
            case "not-open" ->
                answered(new ProviderAnswer.NotOpened(DeclineReason.UNKNOWN_ACCOUNT));
            case "pay" -> answered(new ProviderAnswer.Succeeded());
            case "refuse" ->
                answered(new ProviderAnswer.Refused(DeclineReason.DECLINED_BY_PROVIDER));
            case "close" -> answered(new ProviderAnswer.Closed());
            case "give-back" -> answered(new ProviderAnswer.GivenBack());
            default -> payment.refund(new Withdrawn(Withdrawal.DEADLINE, newId()), refund, now);
          });
    }
  }

  private Outcome answered(ProviderAnswer answer) {
    return payment.answered(answer, refund, now);
  }

  /** Saves it with its money, as a use case does, and reads it back. */
  private void saved(Outcome outcome) {
    Outcome.Changed changed = (Outcome.Changed) outcome;
    transactions.executeWithoutResult(
        status -> {
          payments.save(changed);
          changed.transfers().forEach(ledger::post);
        });
    payment = changed.payment();
    assertThat(payments.look(payment.orderId())).contains(payment);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          charge_event = NULL                         | whoever_asks_knows_for_whom
          provider_customer = NULL                    | whoever_asks_knows_for_whom
          provider_method = NULL                      | whoever_asks_knows_for_whom
          provider_customer = 'nobody'                | provider_customer
          provider_customer = 'cus_'                  | provider_customer
          provider_method = 'pm_x y'                  | provider_method
          provider_ref = ''                           | provider_ref
          withdrawn = 'BORED', withdrawal_event = charge_event | withdrawn
          withdrawn = 'CUSTOMER'                      | a_withdrawal_has_its_event
          withdrawal_event = charge_event             | a_withdrawal_has_its_event
          withdrawn = 'CUSTOMER', withdrawal_event = charge_event, provider_ref = NULL | what_was_never_opened_is_voided_at_once
          status = 'REFUNDING', withdrawn = 'CUSTOMER', withdrawal_event = charge_event | refunded_ones_alone_have_a_refund
          status = 'REFUNDING', refund_id = charge_event | a_refund_at_the_provider_knows_its_charge
          status = 'CHARGED'                          | the_provider_is_asked_while_it_is_at_it
          call_at = NULL                              | the_provider_is_asked_while_it_is_at_it
          status = 'VOIDED', reason = 'CUSTOMER', call_at = NULL, claimed_until = now() | what_is_settled_is_claimed_by_nobody
          reason = 'CUSTOMER'                         | a_reason_fits_its_status
          status = 'DECLINED', reason = 'BORED', call_at = NULL | a_reason_fits_its_status
          attempts = -1                               | attempts
          key_generation = -1                         | key_generation
          """)
  void a_row_that_the_code_could_not_read_back_is_refused(String change, String constraint) {
    saved(answered(new ProviderAnswer.Opened("pi_1")));
    assertThatThrownBy(
            () ->
                everything
                    .sql("UPDATE payments.payments SET " + change + " WHERE order_id = :order")
                    .param("order", payment.orderId())
                    .update())
        .rootCause()
        .hasMessageContaining("violates check constraint")
        .hasMessageMatching("(?s).*constraint \"[a-z_]*" + constraint + ".*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "provider_customer = 'cus_1'",
        "provider_method = 'pm_1'",
        "provider_customer = 'alice', provider_method = 'pm_1'",
        "provider_customer = 'cus_1', provider_method = '4242 4242 4242 4242'"
      })
  void an_account_with_half_a_payer_or_one_that_is_none_is_refused(String change) {
    assertThatThrownBy(() -> everything.sql("UPDATE payments.accounts SET " + change).update())
        .hasMessageContaining("violates check constraint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"charge_event", "provider_customer", "provider_method"})
  void what_a_key_was_derived_from_cannot_be_rewritten(String column) {
    assertThatThrownBy(
            () ->
                JdbcClient.create(DATABASE.app())
                    .sql("UPDATE payments.payments SET " + column + " = " + column)
                    .update())
        .rootCause()
        .hasMessageContaining("permission denied");
  }

  @Test
  void the_providers_side_of_the_ledger_is_an_account_of_the_house() {
    saved(answered(new ProviderAnswer.Opened("pi_1")));
    saved(answered(new ProviderAnswer.Succeeded()));
    assertThat(
            list(
                """
                SELECT ledger_account || ' ' || amount_cents FROM payments.entries ORDER BY 1
                """))
        .containsExactly("house:provider 5999", "house:sales -5999");
  }
}
