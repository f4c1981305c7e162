package dev.ensemble.order.application;

import dev.ensemble.messaging.WorkerLoop;
import dev.ensemble.order.OrderSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the workers at their pace; tests leave the loop out and call the pass. */
@Configuration(proxyBeanMethods = false)
class ExpireLoop {

  @Bean
  WorkerLoop expireOrdersLoop(ExpireOrders expireOrders, OrderSettings settings) {
    return new WorkerLoop(
        "expire-orders",
        settings.expire().pace(),
        expireOrders::runOnce,
        settings.workers().autoStart());
  }
}
