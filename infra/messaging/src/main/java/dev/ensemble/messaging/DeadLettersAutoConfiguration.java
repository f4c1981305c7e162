package dev.ensemble.messaging;

import dev.ensemble.messaging.leases.LeaseOwner;
import dev.ensemble.messaging.leases.Leases;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A dead-letter topic beside the table, where one is set. */
@AutoConfiguration(
    after = InboxAutoConfiguration.class,
    afterName = "dev.ensemble.messaging.leases.LeasesAutoConfiguration")
@ConditionalOnBean({Inbox.class, Leases.class})
@ConditionalOnProperty("ensemble.messaging.inbox.dead-letter-topic")
final class DeadLettersAutoConfiguration {

  /** Closed after the loop has ended. */
  @Bean
  DeadLetterSender deadLetterSender(Reactions<?> reactions, MessagingProperties properties) {
    String topic = Objects.requireNonNull(properties.inbox().deadLetterTopic());
    if (reactions.topics().contains(topic)) {
      throw new DeadLetterTopicUnfit(
          "ensemble.messaging.inbox.dead-letter-topic is "
              + topic
              + ", which this consumer reads: each dead letter would be one more record to read");
    }
    return new DeadLetterSender(properties.kafka(), reactions.consumer(), topic);
  }

  @Bean
  @DependsOnDatabaseInitialization
  DeadLetters deadLetters(
      Reactions<?> reactions,
      DataSource application,
      DeadLetterSender sender,
      Leases leases,
      PlatformTransactionManager transactions) {
    TransactionTemplate transaction = new TransactionTemplate(transactions);
    // As the fence in it asks for.
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return new DeadLetters(
        reactions.consumer(),
        new DeadLettersTable(new JdbcTemplate(application)),
        sender,
        new DeadLetters.Turn(leases, LeaseOwner.ofThisProcess(), transaction));
  }

  @Bean
  WorkerLoop deadLettersLoop(
      Reactions<?> reactions, DeadLetters letters, MessagingProperties properties) {
    return new WorkerLoop(
        "dead-letters-" + reactions.consumer(),
        DeadLetters.PACE,
        letters::runOnce,
        properties.inbox().autoStart());
  }
}
