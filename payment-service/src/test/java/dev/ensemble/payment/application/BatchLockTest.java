package dev.ensemble.payment.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Withdrawal;
import dev.ensemble.payment.domain.Withdrawn;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

/** Two batches over the same customers, in opposite order. */
class BatchLockTest extends RunningService {
  @Autowired private ChargePayment chargePayment;
  @Autowired private RefundPayment refundPayment;
  @Autowired private BatchLock batchLock;
  @Autowired private TransactionTemplate transactions;

  @Test
  void without_the_batch_lock_they_wait_for_each_other() {
    Demand alice = demand(customerWith("100.00"), "10.00");
    Demand bob = demand(customerWith("100.00"), "10.00");
    CyclicBarrier halfway = new CyclicBarrier(2);
    assertThatThrownBy(
            () ->
                Together.run(
                    inOneTransaction(() -> chargeInOrder(alice, bob, halfway)),
                    inOneTransaction(() -> chargeInOrder(bob, alice, halfway))))
        .isInstanceOf(PessimisticLockingFailureException.class);
  }

  private void chargeInOrder(Demand first, Demand second, CyclicBarrier halfway) {
    chargePayment.charge(newId(), first, newId());
    awaitOther(halfway);
    chargePayment.charge(newId(), second, newId());
  }

  @RepeatedTest(20)
  void with_the_batch_lock_one_comes_after_the_other() throws Exception {
    AccountId alice = customerWith("100.00");
    AccountId bob = customerWith("100.00");
    UUID refundedLater = newId();
    chargePayment.charge(refundedLater, demand(alice, "50.00"), newId());
    UUID refundedToo = newId();
    chargePayment.charge(refundedToo, demand(bob, "50.00"), newId());

    Together.run(
        inOneTransaction(
            () -> {
              UUID order = newId();
              batchLock.lock(List.of(order, refundedToo), List.of(demand(alice, "10.00")));
              chargePayment.charge(order, demand(alice, "10.00"), newId());
              refundPayment.refund(refundedToo, new Withdrawn(Withdrawal.CUSTOMER, newId()));
            }),
        inOneTransaction(
            () -> {
              UUID order = newId();
              batchLock.lock(List.of(order, refundedLater), List.of(demand(bob, "10.00")));
              chargePayment.charge(order, demand(bob, "10.00"), newId());
              refundPayment.refund(refundedLater, new Withdrawn(Withdrawal.CUSTOMER, newId()));
            }));
    assertThat(balanceOf(alice)).isEqualTo("90.00");
    assertThat(balanceOf(bob)).isEqualTo("90.00");
  }

  @Test
  void a_batch_is_locked_in_its_transaction_or_not_at_all() {
    assertThatThrownBy(() -> batchLock.lock(List.of(newId()), List.of()))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  private Callable<Boolean> inOneTransaction(Runnable work) {
    return () -> {
      transactions.executeWithoutResult(status -> work.run());
      return true;
    };
  }

  private static void awaitOther(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
