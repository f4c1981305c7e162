package dev.ensemble.messaging;

import dev.ensemble.messaging.leases.LeaseOwner;
import dev.ensemble.messaging.leases.Leases;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What goes in time, and that nothing goes too early. */
@AutoConfiguration(
    after = MessagingAutoConfiguration.class,
    afterName = "dev.ensemble.messaging.leases.LeasesAutoConfiguration")
@ConditionalOnBean({MessagingSchema.class, Leases.class})
final class RetentionAutoConfiguration {

  @Bean
  @DependsOnDatabaseInitialization
  RetentionUpkeep retentionUpkeep(
      DataSource application, Leases leases, MessagingProperties properties) {
    return new RetentionUpkeep(
        new RetentionTable(new JdbcTemplate(application), properties.retention().relaySlot()),
        leases,
        LeaseOwner.ofThisProcess(),
        new RetentionUpkeep.Keep(
            properties.retention().outbox(),
            properties.window(),
            properties.retention().foreignWindow(),
            properties.retention().audit()),
        Clock.systemUTC());
  }

  /** Whatever went, the next pass has its time: another one at once could hold up the writers. */
  @Bean
  WorkerLoop messagingRetention(RetentionUpkeep upkeep) {
    return new WorkerLoop(
        "messaging-retention",
        RetentionUpkeep.PACE,
        () -> {
          upkeep.dropDays();
          return 0;
        },
        true);
  }

  @Bean
  WorkerLoop messagingForgetting(RetentionUpkeep upkeep) {
    return new WorkerLoop("messaging-forgetting", RetentionUpkeep.PACE, upkeep::forget, true);
  }

  /** Where events are taken in, what is remembered is held against what can come. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBean(Reactions.class)
  static class OfTopics {

    @Bean
    KafkaRetention kafkaRetention(Reactions<?> reactions, MessagingProperties properties) {
      return new KafkaRetention(
          reactions.topics(),
          new TopicRetentions(properties.kafka()),
          WindowRule.of(properties.window(), properties.retention()),
          properties.retention().kafka());
    }

    @Bean
    KafkaRetentionAtStart kafkaRetentionAtStart(
        KafkaRetention retention, MessagingProperties properties) {
      return new KafkaRetentionAtStart(retention, properties);
    }

    @Bean
    WorkerLoop messagingKafkaRetention(KafkaRetention retention, MessagingProperties properties) {
      Duration pace = KafkaRetention.PACE;
      return new WorkerLoop(
          "messaging-kafka-retention", pace, retention::look, properties.inbox().autoStart());
    }
  }
}
