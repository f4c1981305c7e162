package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.Outcome;
import dev.ensemble.payment.domain.Payment;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The one door to payments. */
public interface Payments {

  /**
   * The order's payment, locked until the transaction ends: of two that want to change it, the
   * second decides on what the first has left.
   */
  Optional<Payment> find(UUID orderId);

  /** As {@link #find}, for looking only: not locked, perhaps changed a moment later. */
  Optional<Payment> look(UUID orderId);

  /** Locks those that exist, in the order of their orders' ids, before anything of a batch runs. */
  List<Payment> lock(Collection<UUID> orderIds);

  /**
   * Pending payments whose time has come, the longest waiting first, locked; what another
   * transaction has in hand is skipped, because whoever holds it is about to change it.
   */
  List<Payment> claimDue(Instant now, int countMax);

  /**
   * Stores the changed payment and tells its facts.
   *
   * @throws org.springframework.dao.PessimisticLockingFailureException where another transaction
   *     has changed it since it was found; trying again then finds what that one has left
   */
  void save(Outcome.Changed changed);
}
