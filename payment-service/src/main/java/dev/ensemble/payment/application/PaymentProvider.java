package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.ProviderAnswer;
import dev.ensemble.payment.domain.ProviderCall;

/** The port to whoever moves the customers' money outside this database. */
public interface PaymentProvider {

  /**
   * Asks once, outside any transaction.
   *
   * @throws ProviderTrouble where there is no final answer; the call may have had its effect
   */
  ProviderAnswer ask(ProviderCall call) throws ProviderTrouble;
}
