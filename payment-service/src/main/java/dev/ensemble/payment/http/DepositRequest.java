package dev.ensemble.payment.http;

import dev.ensemble.payment.application.DepositMoney;
import dev.ensemble.payment.domain.Money;
import java.math.BigDecimal;

/** How much to put into an account. */
record DepositRequest(BigDecimal amount) {
  DepositRequest {
    DepositMoney.Command.requireAmount(Money.of(amount));
  }

  Money money() {
    return Money.of(amount);
  }
}
