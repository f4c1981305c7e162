package dev.ensemble.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The messaging schema, the outbox over it and the workers' health, for any application with one
 * database.
 */
@AutoConfiguration(
    after = {DataSourceTransactionManagerAutoConfiguration.class, FlywayAutoConfiguration.class})
@ConditionalOnSingleCandidate(DataSource.class)
@EnableConfigurationProperties(MessagingProperties.class)
final class MessagingAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  @ConditionalOnMissingBean
  Ids ids() {
    return new EpochIds(System::currentTimeMillis);
  }

  @Bean
  MessagingSchema messagingSchema(
      DataSource application,
      @FlywayDataSource ObjectProvider<DataSource> flyway,
      ObjectProvider<FlywayConnectionDetails> flywayConnection,
      MessagingProperties properties) {
    DataSource owner =
        OwnerDataSource.of(flyway.getIfUnique(), flywayConnection.getIfAvailable(), application);
    @Nullable String appRole = properties.database().appRole();
    return new MessagingSchema(
        owner,
        new MessagingSchema.Roles(
            appRole == null ? MessagingSchema.roleOf(application) : appRole,
            properties.database().relayRole()),
        upkeep(owner, properties));
  }

  @Bean
  @DependsOnDatabaseInitialization
  WorkerLoop messagingPartitions(DataSource application, MessagingProperties properties) {
    return new WorkerLoop(
        "messaging-partitions",
        PartitionUpkeep.PACE,
        upkeep(application, properties)::runOnce,
        true);
  }

  /** Over the application's own loops, too. */
  @Bean
  @ConditionalOnEnabledHealthIndicator("workers")
  WorkersHealth workersHealthIndicator(ObjectProvider<WorkerLoop> loops) {
    return new WorkersHealth(loops.orderedStream().toList());
  }

  @Bean
  Cause.OfThread messagingCauses() {
    return new Cause.OfThread();
  }

  @Bean
  FactJson messagingJson() {
    return new FactJson();
  }

  @Bean
  TransactionalOutbox.Stamps messagingStamps(MessagingProperties properties, Clock clock, Ids ids) {
    return new TransactionalOutbox.Stamps(properties.source(), clock, ids);
  }

  @Bean
  KeptTraces messagingTraces(Cause.OfThread causes, ObjectProvider<Tracing> tracing) {
    return new KeptTraces(causes, tracing.getIfAvailable(() -> Tracing.NONE));
  }

  @Bean
  TransactionalOutbox.Watch outboxWatch(
      KeptTraces traces, ObjectProvider<Tracing> tracing, ObjectProvider<MeterRegistry> registry) {
    return new TransactionalOutbox.Watch(
        tracing.getIfAvailable(() -> Tracing.NONE),
        traces,
        new OutboxMeters(registry.getIfAvailable(CompositeMeterRegistry::new)));
  }

  @Bean
  @DependsOnDatabaseInitialization
  Outbox outbox(
      DataSource application,
      TransactionalOutbox.Stamps stamps,
      FactJson json,
      Cause.OfThread causes,
      TransactionalOutbox.Watch watch) {
    OutboxTable table = new OutboxTable(new JdbcTemplate(application));
    return new TransactionalOutbox(table, application, stamps, json, causes, watch);
  }

  /** By the real time, as the ids are made, even where the application's Clock is another. */
  private static PartitionUpkeep upkeep(DataSource database, MessagingProperties properties) {
    return new PartitionUpkeep(
        new JdbcTemplate(database),
        Clock.systemUTC(),
        new PartitionUpkeep.Span(properties.window(), properties.partitionsAhead()));
  }
}
