package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.ProviderPayer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one door to customers' accounts; what they hold moves only through the {@link Ledger}. */
public interface Accounts {

  /** The account, locked until the transaction ends, so that it cannot be spent from twice. */
  Optional<Account> find(AccountId id);

  /** As {@link #find}, for looking only: not locked, perhaps changed a moment later. */
  Optional<Account> look(AccountId id);

  /** Locks those that exist, in the order of their names, before anything of a batch runs. */
  void lock(Collection<AccountId> ids);

  /**
   * Opens an empty account, or sets delay and payer of the one that is open.
   *
   * @param payer who pays at the payment provider; null: nobody
   * @return whether it was opened now
   */
  boolean open(AccountId id, Duration chargeDelay, @Nullable ProviderPayer payer, Instant now);

  /**
   * Opens an empty account whose bank charges at once; one that is there stays as it is.
   *
   * @return whether it was opened now
   */
  boolean openUnlessThere(AccountId id, Instant now);
}
