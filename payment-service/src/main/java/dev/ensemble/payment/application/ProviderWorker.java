package dev.ensemble.payment.application;

import dev.ensemble.messaging.WorkerLoop;
import dev.ensemble.payment.PaymentSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs {@link AskProvider} at its pace, where there is a provider. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "payment.provider.kind", havingValue = "stripe")
class ProviderWorker {

  @Bean
  ProviderState providerState(MeterRegistry meters, Errands errands, Clock clock) {
    return new ProviderState(meters, errands, clock);
  }

  @Bean
  AskProvider askProvider(
      PaymentProvider provider, ErrandBook book, ProviderState state, PaymentSettings settings) {
    return new AskProvider(provider, book, state, settings);
  }

  @Bean
  WorkerLoop askProviderLoop(AskProvider askProvider, PaymentSettings settings) {
    return new WorkerLoop(
        "ask-provider",
        settings.provider().pace(),
        askProvider::runOnce,
        settings.workers().autoStart());
  }
}
