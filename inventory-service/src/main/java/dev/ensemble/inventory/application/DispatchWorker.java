package dev.ensemble.inventory.application;

import dev.ensemble.inventory.InventorySettings;
import dev.ensemble.messaging.WorkerLoop;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs {@link DispatchDue} at its pace. */
@Configuration(proxyBeanMethods = false)
class DispatchWorker {

  @Bean
  WorkerLoop dispatchLoop(DispatchDue dispatchDue, InventorySettings settings) {
    return new WorkerLoop(
        "dispatch-due",
        settings.dispatch().pace(),
        dispatchDue::runOnce,
        settings.workers().autoStart());
  }
}
