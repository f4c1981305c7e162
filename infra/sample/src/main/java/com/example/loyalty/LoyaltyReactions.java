package com.example.loyalty;

import com.example.loyalty.Heard.PaymentCharged;
import com.example.loyalty.Heard.PaymentRefunded;
import dev.ensemble.messaging.Reactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything that this service listens to, and what follows from it. */
@Configuration(proxyBeanMethods = false)
class LoyaltyReactions {

  @Bean
  Reactions<Heard> reactions(CreditPoints creditPoints, PointsTable table) {
    return Reactions.<Heard>of("loyalty")
        .from("payment.events")
        .on("payment.charged.v1", PaymentCharged.class, creditPoints::earn)
        .on("payment.refunded.v1", PaymentRefunded.class, creditPoints::withdraw)
        .ignoring("payment.declined.v1")
        // Orders of one customer lie in many partitions: without it their batches would deadlock.
        .lockingRowsOf(batch -> table.lock(batch.stream().map(Heard::customerId).toList()))
        .build();
  }
}
