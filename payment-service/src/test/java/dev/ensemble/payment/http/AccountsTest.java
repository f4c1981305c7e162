package dev.ensemble.payment.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.Api.Answer;
import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.application.ChargePayment;
import dev.ensemble.payment.application.RefundPayment;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Withdrawal;
import dev.ensemble.payment.domain.Withdrawn;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class AccountsTest extends RunningService {
  @Autowired private ChargePayment chargePayment;
  @Autowired private RefundPayment refundPayment;

  @Test
  void an_account_is_opened_once_and_then_set() {
    Answer opened = api().put("/accounts/alice", "{\"chargeDelay\": \"PT3S\"}");
    assertThat(opened.status()).isEqualTo(201);
    assertThat(opened.location()).isEqualTo("/accounts/alice");
    assertThat(opened.body())
        .isEqualTo("{\"accountId\":\"alice\",\"balance\":0.00,\"chargeDelay\":\"PT3S\"}");

    Answer set = api().put("/accounts/alice", "{}");
    assertThat(set.status()).isEqualTo(200);
    assertThat(api().get("/accounts/alice").body())
        .isEqualTo("{\"accountId\":\"alice\",\"balance\":0.00,\"chargeDelay\":\"PT0S\"}");
  }

  @Test
  void setting_an_account_leaves_its_balance() {
    AccountId bob = customerWith("12.50");
    assertThat(api().put("/accounts/" + bob, "{\"chargeDelay\":\"PT1H\"}").status()).isEqualTo(200);
    assertThat(balanceOf(bob)).isEqualTo("12.50");
  }

  @Test
  void a_deposit_makes_the_balance_and_an_entry() {
    AccountId carol = customerWith("0");
    Answer deposit = api().post("/accounts/" + carol + "/deposits", "{\"amount\": 100.5}");
    assertThat(deposit.status()).isEqualTo(201);
    JsonNode view = deposit.json();
    assertThat(view.path("amount").decimalValue()).isEqualTo("100.50");
    assertThat(view.path("balance").decimalValue()).isEqualTo("100.50");

    JsonNode entry = api().get("/accounts/" + carol + "/entries").json().path("entries").path(0);
    assertThat(entry.path("transferId")).isEqualTo(view.path("depositId"));
    assertThat(entry.path("kind").asString()).isEqualTo("DEPOSIT");
    assertThat(entry.path("amount").decimalValue()).isEqualTo("100.50");
    assertThat(entry.path("orderId").isNull()).isTrue();
  }

  @Test
  void a_deposit_is_exact_from_a_cent_to_a_million() {
    AccountId dora = customerWith("0");
    for (String amount : List.of("0.01", "1000000.00", "1000000", "1e2", "0.10")) {
      String json = "{\"amount\": %s}".formatted(amount);
      assertThat(api().post("/accounts/" + dora + "/deposits", json).status()).isEqualTo(201);
    }
    assertThat(balanceOf(dora)).isEqualTo("2000100.11");
  }

  @Test
  void a_statement_is_read_page_by_page_newest_first() {
    AccountId erna = customerWith("50.00");
    UUID order = newId();
    chargePayment.charge(order, demand(erna, "20.00"), newId());
    refundPayment.refund(order, new Withdrawn(Withdrawal.DEADLINE, newId()));

    JsonNode first = api().get("/accounts/" + erna + "/entries?limit=2").json();
    assertThat(amounts(first)).containsExactly("20.00", "-20.00");
    assertThat(kinds(first)).containsExactly("REFUND", "CHARGE");
    assertThat(first.path("entries").path(0).path("orderId").asString())
        .isEqualTo(order.toString());

    String next = first.path("next").asString();
    JsonNode second = api().get("/accounts/" + erna + "/entries?limit=2&after=" + next).json();
    assertThat(amounts(second)).containsExactly("50.00");
    assertThat(second.path("next").isNull()).isTrue();
  }

  @Test
  void a_balance_never_grows_beyond_what_one_amount_can_say() {
    AccountId franz = customerWith("0");
    everything
        .sql(
            """
            WITH rich AS (
              UPDATE payments.accounts SET balance_cents = 99999999999999 WHERE account_id = :id)
            , transfer AS (
              INSERT INTO payments.transfers VALUES (:transfer, 'DEPOSIT', NULL, now()))
            INSERT INTO payments.entries (transfer_id, ledger_account, amount_cents)
            VALUES (:transfer, 'house:bank', 99999999999999),
              (:transfer, 'customer:' || :id, -99999999999999)
            """)
        .param("id", franz.value())
        .param("transfer", newId())
        .update();
    Answer refused = api().post("/accounts/" + franz + "/deposits", "{\"amount\": 0.01}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.problem()).isEqualTo("balance-too-large");
    assertThat(balanceOf(franz)).isEqualTo("999999999999.99");
  }

  @Test
  void a_payment_shows_where_it_stands() {
    AccountId greta = customerWith("50.00", Duration.ofSeconds(3));
    UUID order = newId();
    chargePayment.charge(order, demand(greta, "20.00"), newId());

    JsonNode pending = api().get("/payments/" + order).json();
    assertThat(pending.path("status").asString()).isEqualTo("PENDING");
    assertThat(pending.path("amount").decimalValue()).isEqualTo("20.00");
    assertThat(pending.path("customerId").asString()).isEqualTo(greta.value());
    assertThat(pending.path("dueAt").isString()).isTrue();
    assertThat(pending.path("version").asLong()).isEqualTo(1);

    refundPayment.refund(order, new Withdrawn(Withdrawal.CUSTOMER, newId()));
    JsonNode voided = api().get("/payments/" + order).json();
    assertThat(voided.path("status").asString()).isEqualTo("VOIDED");
    assertThat(voided.path("reason").asString()).isEqualTo("CUSTOMER");
    assertThat(voided.path("dueAt").isNull()).isTrue();
    assertThat(voided.path("paymentId")).isEqualTo(pending.path("paymentId"));
  }

  @Test
  void a_refunded_payment_shows_its_refund() {
    AccountId hans = customerWith("50.00");
    UUID order = newId();
    chargePayment.charge(order, demand(hans, "20.00"), newId());
    refundPayment.refund(order, new Withdrawn(Withdrawal.SHIPMENT_FAILED, newId()));
    JsonNode view = api().get("/payments/" + order).json();
    assertThat(view.path("status").asString()).isEqualTo("REFUNDED");
    assertThat(view.path("reason").asString()).isEqualTo("SHIPMENT_FAILED");
    assertThat(UUID.fromString(view.path("refundId").asString()))
        .isNotEqualTo(UUID.fromString(view.path("paymentId").asString()));
  }

  private static List<String> amounts(JsonNode page) {
    return page.path("entries")
        .valueStream()
        .map(entry -> entry.path("amount").decimalValue().toPlainString())
        .toList();
  }

  private static List<String> kinds(JsonNode page) {
    return page.path("entries").valueStream().map(entry -> entry.path("kind").asString()).toList();
  }
}
