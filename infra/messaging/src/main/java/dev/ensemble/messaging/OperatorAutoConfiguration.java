package dev.ensemble.messaging;

import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** What whoever operates an application with an inbox may look at. */
@AutoConfiguration(after = InboxAutoConfiguration.class)
@ConditionalOnBean({Reactions.class, Outages.class})
final class OperatorAutoConfiguration {

  @Bean
  @DependsOnDatabaseInitialization
  ParkedEvents parkedEvents(DataSource application, Reactions<?> reactions, Outages outages) {
    return new ParkedEventsView(new JdbcTemplate(application), reactions.consumer(), outages);
  }

  @Bean
  @DependsOnDatabaseInitialization
  InboxMonitor inboxMonitor(
      ParkedEvents events,
      DataSource application,
      Reactions<?> reactions,
      MessagingProperties properties,
      InboxWorkers workers,
      Outages outages) {
    return new InboxObserver(
        events,
        new JdbcTemplate(application),
        properties.inbox().parkingLimits(),
        workers,
        new GroupAtBroker(properties.kafka(), reactions.consumer(), reactions.topics()),
        outages);
  }
}
