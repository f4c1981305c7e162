package dev.ensemble.payment.application;

import dev.ensemble.messaging.Ids;
import dev.ensemble.payment.PaymentSettings;
import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.Till;
import dev.ensemble.payment.domain.Transfer;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds the account that a saga's step is charged to, opening it where the settings say so. */
@Component
class Payers {
  private final Accounts accounts;
  private final Ledger ledger;
  private final Ids ids;
  private final Optional<Money> opening;
  private final Till till;

  Payers(Accounts accounts, Ledger ledger, Ids ids, PaymentSettings settings) {
    this.accounts = accounts;
    this.ledger = ledger;
    this.ids = ids;
    this.opening = settings.sagaSteps().opening();
    this.till = settings.provider().till();
  }

  /** A step is answered in the call, from a balance; what a provider charges has none. */
  boolean arePayingHere() {
    return till == Till.LEDGER;
  }

  /** The account, locked; empty where there is none. */
  Optional<Account> find(Demand demand, Instant now) {
    return demand.accountId().flatMap(id -> accounts.find(id).or(() -> opened(id, now)));
  }

  /** Of two that open it at one moment, one pays in; either finds what is there then. */
  private Optional<Account> opened(AccountId id, Instant now) {
    if (opening.isEmpty()) {
      return Optional.empty();
    }
    if (accounts.openUnlessThere(id, now)) {
      ledger.post(Transfer.deposit(ids.next(), id, opening.get(), now));
    }
    return accounts.find(id);
  }
}
