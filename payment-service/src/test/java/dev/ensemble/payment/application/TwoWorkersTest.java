package dev.ensemble.payment.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.Withdrawal;
import dev.ensemble.payment.domain.Withdrawn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.ConcurrencyFailureException;

/** What two do at one moment ends as if one had come after the other. */
class TwoWorkersTest extends RunningService {
  private static final Duration DELAY = Duration.ofSeconds(3);

  @Autowired private ChargePayment chargePayment;
  @Autowired private RefundPayment refundPayment;
  @Autowired private ChargeDue chargeDue;

  @RepeatedTest(20)
  void two_that_charge_one_order_charge_it_once() throws Exception {
    AccountId alice = customerWith("100.00");
    UUID order = newId();
    Callable<Boolean> charge =
        () -> insisting(() -> chargePayment.charge(order, demand(alice, "60.00"), newId()));
    Together.run(charge, charge);
    assertThat(statusOf(order)).isEqualTo("Charged");
    assertThat(balanceOf(alice)).isEqualTo("40.00");
    assertThat(toldOf(order)).containsExactly("payment.charged.v1");
  }

  @RepeatedTest(20)
  void a_charge_and_a_withdrawal_at_one_moment_leave_nothing_charged() throws Exception {
    AccountId alice = customerWith("100.00");
    UUID order = newId();
    Together.run(
        () -> insisting(() -> chargePayment.charge(order, demand(alice, "60.00"), newId())),
        () ->
            insisting(
                () -> refundPayment.refund(order, new Withdrawn(Withdrawal.CUSTOMER, newId()))));
    assertThat(statusOf(order)).isIn("Voided", "Refunded");
    assertThat(balanceOf(alice)).isEqualTo("100.00");
  }

  @RepeatedTest(10)
  void two_orders_never_spend_the_same_money() throws Exception {
    AccountId alice = customerWith("100.00");
    UUID one = newId();
    UUID other = newId();
    Together.run(
        () -> chargePayment.charge(one, demand(alice, "60.00"), newId()),
        () -> chargePayment.charge(other, demand(alice, "60.00"), newId()));
    assertThat(List.of(statusOf(one), statusOf(other)))
        .containsExactlyInAnyOrder("Charged", "Declined");
    assertThat(balanceOf(alice)).isEqualTo("40.00");
  }

  @Test
  void deposits_and_charges_at_one_moment_lose_no_cent() throws Exception {
    AccountId alice = customerWith("50.00");
    Callable<Boolean> deposits =
        () -> {
          for (int i = 0; i < 50; i++) {
            depositMoney.deposit(new DepositMoney.Command(newId(), alice, new Money(1)));
          }
          return true;
        };
    Callable<Boolean> charges =
        () -> {
          for (int i = 0; i < 50; i++) {
            chargePayment.charge(newId(), demand(alice, "1.00"), newId());
          }
          return true;
        };
    Together.run(deposits, charges);
    assertThat(balanceOf(alice)).isEqualTo("0.50");
  }

  @Test
  void two_workers_decide_each_due_payment_once() throws Exception {
    List<UUID> orders = new ArrayList<>();
    List<AccountId> slow = List.of(customerWith("200.00", DELAY), customerWith("200.00", DELAY));
    for (int i = 0; i < 40; i++) {
      orders.add(newId());
      chargePayment.charge(orders.get(i), demand(slow.get(i % 2), "10.00"), newId());
    }
    CLOCK.advance(DELAY);
    Callable<Integer> worker =
        () -> {
          int decided = 0;
          for (int pass = chargeDue.runOnce(); pass > 0; pass = chargeDue.runOnce()) {
            decided += pass;
          }
          return decided;
        };
    int decided = Together.run(worker, worker).stream().mapToInt(Integer::intValue).sum();
    assertThat(decided + worker.call()).isEqualTo(40);
    assertThat(orders).allSatisfy(order -> assertThat(statusOf(order)).isEqualTo("Charged"));
    assertThat(orders)
        .allSatisfy(order -> assertThat(toldOf(order)).containsExactly("payment.charged.v1"));
    assertThat(slow).allSatisfy(account -> assertThat(balanceOf(account)).isEqualTo("0.00"));
  }

  @RepeatedTest(20)
  void a_charge_that_is_due_and_a_withdrawal_at_one_moment_leave_nothing_charged()
      throws Exception {
    AccountId slow = customerWith("100.00", DELAY);
    UUID order = newId();
    chargePayment.charge(order, demand(slow, "60.00"), newId());
    CLOCK.advance(DELAY);
    Together.run(
        () -> chargeDue.runOnce(),
        () ->
            refundPayment.refund(order, new Withdrawn(Withdrawal.DEADLINE, newId())) == null
                ? 0
                : 1);
    assertThat(statusOf(order)).isIn("Voided", "Refunded");
    assertThat(balanceOf(slow)).isEqualTo("100.00");
    assertThat(chargeDue.runOnce()).isZero();
  }

  /** As the inbox does: who was too late for one order tries again. */
  private static boolean insisting(Runnable useCase) {
    try {
      useCase.run();
    } catch (ConcurrencyFailureException tooLate) {
      useCase.run();
    }
    return true;
  }
}
