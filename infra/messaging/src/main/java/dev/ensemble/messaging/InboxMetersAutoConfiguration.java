package dev.ensemble.messaging;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** The gauges over the workers of an application that consumes. */
@AutoConfiguration(after = InboxAutoConfiguration.class)
@ConditionalOnBean(InboxWorkers.class)
final class InboxMetersAutoConfiguration {

  @Bean
  InboxStateMeters inboxStateMeters(InboxWorkers workers, Reactions<?> reactions) {
    return new InboxStateMeters(workers, reactions.consumer());
  }
}
