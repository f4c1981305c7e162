package dev.ensemble.payment.domain;

import java.util.Optional;

/**
 * What an order asks of payment: so much from that customer.
 *
 * @param customerId as the order says it; whether an account bears that name is not sure
 */
public record Demand(String customerId, Money amount) {

  private static final int CUSTOMER_ID_LENGTH_MAX = 64;

  public Demand {
    int length = customerId.codePointCount(0, customerId.length());
    if (length < 1 || length > CUSTOMER_ID_LENGTH_MAX) {
      throw new IllegalArgumentException("a customer's id has 1 to 64 characters, not " + length);
    }
    // PostgreSQL stores no NUL.
    if (customerId.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a customer's id holds no NUL character");
    }
  }

  /** The account to charge; empty where no account can bear the customer's name. */
  public Optional<AccountId> accountId() {
    return AccountId.of(customerId);
  }
}
