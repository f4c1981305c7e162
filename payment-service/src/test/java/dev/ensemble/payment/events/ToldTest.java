package dev.ensemble.payment.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.application.Announcements;
import dev.ensemble.payment.domain.DeclineReason;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.PaymentFact;
import dev.ensemble.payment.domain.RefundReason;
import dev.ensemble.payment.domain.Till;
import dev.ensemble.testkit.Contracts;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The producer's side of the contracts: what stands in the outbox is what was agreed. */
class ToldTest extends RunningService {
  private static final UUID ORDER = UUID.fromString("0199a0de-7c00-7000-8000-00000000a001");
  private static final UUID PAYMENT = UUID.fromString("0199a0de-7c00-7000-8000-00000000b001");
  private static final UUID REFUND = UUID.fromString("0199a0de-7c00-7000-8000-00000000b002");
  private static final Demand DEMAND = new Demand("alice", Money.of("59.99"));

  @Autowired private Announcements announcements;
  @Autowired private TransactionTemplate transactions;

  static Stream<Arguments> facts() {
    return Stream.of(
        Arguments.of(
            "payment.charged.v1", new PaymentFact.Charged(ORDER, PAYMENT, DEMAND, Till.LEDGER)),
        Arguments.of(
            "payment.declined.v1",
            new PaymentFact.Declined(ORDER, PAYMENT, DEMAND, DeclineReason.INSUFFICIENT_FUNDS)),
        Arguments.of(
            "payment.refunded.v1",
            new PaymentFact.Refunded(
                ORDER, PAYMENT, DEMAND, REFUND, RefundReason.SHIPMENT_FAILED, Till.LEDGER)));
  }

  @ParameterizedTest
  @MethodSource("facts")
  void a_fact_is_written_as_its_contracts_sample(String type, PaymentFact fact) {
    String payload = told(fact, type);
    assertThat(payload).isEqualTo(Contracts.read(Contracts.sample(type)).toString());
    assertThat(Contracts.violations(type, payload)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DeclineReason.class)
  void every_reason_of_a_decline_is_in_the_contract(DeclineReason reason) {
    String payload =
        told(new PaymentFact.Declined(ORDER, PAYMENT, DEMAND, reason), "payment.declined.v1");
    assertThat(Contracts.violations("payment.declined.v1", payload)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(RefundReason.class)
  void every_reason_of_a_refund_is_in_the_contract(RefundReason reason) {
    String payload =
        told(
            new PaymentFact.Refunded(ORDER, PAYMENT, DEMAND, REFUND, reason, Till.LEDGER),
            "payment.refunded.v1");
    assertThat(Contracts.violations("payment.refunded.v1", payload)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("amounts")
  void an_amount_keeps_its_two_decimals(String amount) {
    Demand demand = new Demand("alice", Money.of(amount));
    String payload =
        told(new PaymentFact.Charged(ORDER, PAYMENT, demand, Till.LEDGER), "payment.charged.v1");
    assertThat(payload).contains("\"amount\":" + amount + "}");
    assertThat(Contracts.violations("payment.charged.v1", payload)).isEmpty();
  }

  static Stream<String> amounts() {
    return Stream.of("0.00", "0.01", "12.50", "100.00", "999999999999.99");
  }

  private String told(PaymentFact fact, String type) {
    long newestBefore = one("SELECT count(*) FROM messaging.outbox");
    transactions.executeWithoutResult(status -> announcements.tell(fact, 1));
    assertThat(one("SELECT count(*) FROM messaging.outbox")).isEqualTo(newestBefore + 1);
    return new String(
        everything
            .sql(
                """
                SELECT payload FROM messaging.outbox
                WHERE type = :type AND topic = 'payment.events' AND partition_key = :order
                ORDER BY id DESC LIMIT 1
                """)
            .param("type", type)
            .param("order", ORDER.toString())
            .query(byte[].class)
            .single(),
        StandardCharsets.UTF_8);
  }
}
