package dev.ensemble.payment.application;

import dev.ensemble.payment.PaymentSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** There under every till: what one has left to be asked must not be forgotten under the other. */
@Configuration(proxyBeanMethods = false)
class ProviderWatch {

  @Bean
  ProviderHealth paymentProviderHealthIndicator(Errands errands, PaymentSettings settings) {
    return new ProviderHealth(errands, settings.provider().till());
  }
}
