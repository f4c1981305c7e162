package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Demand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Locks what a batch of facts will touch before any of them acts. Without it two batches over the
 * same customers would lock them in the order of their facts, and so wait for each other.
 */
@Service
public class BatchLock {
  private final Payments payments;
  private final Accounts accounts;

  BatchLock(Payments payments, Accounts accounts) {
    this.payments = payments;
    this.accounts = accounts;
  }

  /**
   * Locks the orders, then every account that they or the demands name.
   *
   * @param orderIds all orders of the batch
   * @param demands all that the batch asks for; what was asked for before is in the payments
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void lock(Collection<UUID> orderIds, Collection<Demand> demands) {
    List<AccountId> touched = new ArrayList<>();
    payments.lock(orderIds).forEach(payment -> payment.accountId().ifPresent(touched::add));
    demands.forEach(demand -> demand.accountId().ifPresent(touched::add));
    accounts.lock(touched);
  }
}
