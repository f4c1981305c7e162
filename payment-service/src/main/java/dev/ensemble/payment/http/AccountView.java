package dev.ensemble.payment.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.ProviderPayer;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

record AccountView(
    String accountId,
    BigDecimal balance,
    String chargeDelay,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ProviderPayer provider) {

  static AccountView of(Account account) {
    return new AccountView(
        account.id().value(),
        account.balance().toDecimal(),
        account.chargeDelay().toString(),
        account.payer());
  }
}
