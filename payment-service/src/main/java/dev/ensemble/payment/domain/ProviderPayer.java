package dev.ensemble.payment.domain;

import java.util.regex.Pattern;

/** Who pays at the payment provider, and with what, by the provider's names for both. */
public record ProviderPayer(String customer, String paymentMethod) {

  private static final Pattern CUSTOMER = Pattern.compile("cus_[A-Za-z0-9_]{1,96}");
  private static final Pattern PAYMENT_METHOD = Pattern.compile("pm_[A-Za-z0-9_]{1,96}");

  public ProviderPayer {
    if (!CUSTOMER.matcher(customer).matches()) {
      throw new IllegalArgumentException("provider.customer is cus_ and 1 to 96 of A-Za-z0-9_");
    }
    if (!PAYMENT_METHOD.matcher(paymentMethod).matches()) {
      throw new IllegalArgumentException("provider.paymentMethod is pm_ and 1 to 96 of A-Za-z0-9_");
    }
  }
}
