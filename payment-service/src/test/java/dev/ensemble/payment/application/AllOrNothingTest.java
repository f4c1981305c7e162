package dev.ensemble.payment.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Withdrawal;
import dev.ensemble.payment.domain.Withdrawn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/** A use case leaves all of its rows or none. */
class AllOrNothingTest extends RunningService {
  @Autowired private ChargePayment chargePayment;
  @Autowired private RefundPayment refundPayment;
  @Autowired private ChargeDue chargeDue;
  @Autowired private TransactionTemplate transactions;

  @Test
  void what_is_rolled_back_leaves_no_row_behind() {
    AccountId alice = customerWith("100.00");
    UUID charged = newId();
    chargePayment.charge(charged, demand(alice, "10.00"), newId());
    Map<String, List<String>> before = DATABASE.rows();

    assertThatThrownBy(
            () ->
                transactions.executeWithoutResult(
                    status -> {
                      chargePayment.charge(newId(), demand(alice, "10.00"), newId());
                      chargePayment.charge(newId(), demand(alice, "1000.00"), newId());
                      refundPayment.refund(charged, new Withdrawn(Withdrawal.CUSTOMER, newId()));
                      refundPayment.refund(newId(), new Withdrawn(Withdrawal.DEADLINE, newId()));
                      depositMoney.deposit(
                          new DepositMoney.Command(newId(), alice, DepositMoney.AMOUNT_MAX));
                      throw new IllegalStateException("the power goes");
                    }))
        .hasMessage("the power goes");
    assertThat(DATABASE.rows()).isEqualTo(before);
  }

  @Test
  void a_deposit_that_comes_with_the_id_of_another_moves_nothing() {
    AccountId alice = customerWith("0");
    DepositMoney.Command deposit =
        new DepositMoney.Command(newId(), alice, DepositMoney.AMOUNT_MAX);
    depositMoney.deposit(deposit);
    Map<String, List<String>> before = DATABASE.rows();
    assertThatThrownBy(() -> depositMoney.deposit(deposit))
        .isInstanceOf(DuplicateKeyException.class);
    assertThat(DATABASE.rows()).isEqualTo(before);
  }

  @Test
  void a_charge_waits_until_its_bank_has_taken_its_time() {
    AccountId slow = customerWith("100.00", Duration.ofSeconds(3));
    UUID order = newId();
    chargePayment.charge(order, demand(slow, "60.00"), newId());
    CLOCK.advance(Duration.ofMillis(2999));
    assertThat(chargeDue.runOnce()).isZero();
    assertThat(statusOf(order)).isEqualTo("Pending");
    assertThat(toldOf(order)).isEmpty();

    CLOCK.advance(Duration.ofMillis(1));
    assertThat(chargeDue.runOnce()).isEqualTo(1);
    assertThat(statusOf(order)).isEqualTo("Charged");
    assertThat(toldOf(order)).containsExactly("payment.charged.v1");
    assertThat(chargeDue.runOnce()).isZero();
  }

  @Test
  void what_was_spent_while_the_bank_took_its_time_is_gone() {
    AccountId slow = customerWith("100.00", Duration.ofSeconds(3));
    List<UUID> orders = List.of(newId(), newId());
    orders.forEach(order -> chargePayment.charge(order, demand(slow, "60.00"), newId()));
    CLOCK.advance(Duration.ofSeconds(3));
    assertThat(chargeDue.runOnce()).isEqualTo(2);
    assertThat(orders.stream().map(this::statusOf))
        .containsExactlyInAnyOrder("Charged", "Declined");
    assertThat(balanceOf(slow)).isEqualTo("40.00");
  }

  @Test
  void a_pass_takes_no_more_than_its_limit() {
    AccountId slow = customerWith("100.00", Duration.ofSeconds(3));
    for (int i = 0; i < BATCH_SIZE_MAX + 1; i++) {
      chargePayment.charge(newId(), demand(slow, "0.01"), newId());
    }
    CLOCK.advance(Duration.ofSeconds(3));
    assertThat(chargeDue.runOnce()).isEqualTo(BATCH_SIZE_MAX);
    assertThat(chargeDue.runOnce()).isEqualTo(1);
  }
}
