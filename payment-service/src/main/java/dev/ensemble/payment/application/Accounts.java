package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** The one door to customers' accounts; what they hold moves only through the {@link Ledger}. */
public interface Accounts {

  /** The account, locked until the transaction ends, so that it cannot be spent from twice. */
  Optional<Account> find(AccountId id);

  /** As {@link #find}, for looking only: not locked, perhaps changed a moment later. */
  Optional<Account> look(AccountId id);

  /** Locks those that exist, in the order of their names, before anything of a batch runs. */
  void lock(Collection<AccountId> ids);

  /**
   * Opens an empty account, or sets the delay of the one that is open.
   *
   * @return whether it was opened now
   */
  boolean open(AccountId id, Duration chargeDelay, Instant now);

  /**
   * Opens an empty account whose bank charges at once; one that is there stays as it is.
   *
   * @return whether it was opened now
   */
  boolean openUnlessThere(AccountId id, Instant now);
}
