package dev.ensemble.payment.http;

import dev.ensemble.payment.domain.Account;
import java.math.BigDecimal;

record AccountView(String accountId, BigDecimal balance, String chargeDelay) {

  static AccountView of(Account account) {
    return new AccountView(
        account.id().value(), account.balance().toDecimal(), account.chargeDelay().toString());
  }
}
