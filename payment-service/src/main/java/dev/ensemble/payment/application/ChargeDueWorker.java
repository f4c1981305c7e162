package dev.ensemble.payment.application;

import dev.ensemble.messaging.WorkerLoop;
import dev.ensemble.payment.PaymentSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs {@link ChargeDue} at its pace. */
@Configuration(proxyBeanMethods = false)
class ChargeDueWorker {

  @Bean
  WorkerLoop chargeDueLoop(ChargeDue chargeDue, PaymentSettings settings) {
    return new WorkerLoop(
        "charge-due",
        settings.chargeDue().pace(),
        chargeDue::runOnce,
        settings.workers().autoStart());
  }
}
