package dev.ensemble.idempotency;

import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** The schema of answers, and the core over it, for any application with one database. */
@AutoConfiguration(
    after = {DataSourceTransactionManagerAutoConfiguration.class, FlywayAutoConfiguration.class})
@ConditionalOnSingleCandidate(DataSource.class)
@EnableConfigurationProperties(IdempotencySettings.class)
final class IdempotencyAutoConfiguration {

  @Bean
  IdempotencySchema idempotencySchema(
      DataSource application,
      @FlywayDataSource ObjectProvider<DataSource> flyway,
      ObjectProvider<FlywayConnectionDetails> flywayConnection,
      IdempotencySettings settings) {
    DataSource owner =
        OwnerDataSource.of(flyway.getIfUnique(), flywayConnection.getIfAvailable(), application);
    @Nullable String appRole = settings.database().appRole();
    return new IdempotencySchema(
        owner,
        appRole == null ? IdempotencySchema.roleOf(application) : appRole,
        upkeep(owner, settings));
  }

  @Bean
  @DependsOnDatabaseInitialization
  UpkeepLoop idempotencyUpkeep(DataSource application, IdempotencySettings settings) {
    return new UpkeepLoop(upkeep(application, settings)::runOnce, UpkeepLoop.PACE);
  }

  @Bean
  @DependsOnDatabaseInitialization
  Once once(
      DataSource application,
      PlatformTransactionManager transactions,
      IdempotencySettings settings,
      Tally tally) {
    AnswersTable answers = new AnswersTable(new JdbcTemplate(application), settings.life());
    return new Once(answers, transactions, settings.retryAfter(), tally);
  }

  private static Upkeep upkeep(DataSource database, IdempotencySettings settings) {
    return new Upkeep(new JdbcTemplate(database), settings.partitionsAhead(), settings.life());
  }

  /** Only where Micrometer is there. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  static class WithMeters {

    /**
     * The registry may come later than this auto-configuration, so it is asked for at each call.
     */
    @Bean
    Tally idempotencyTally(ObjectProvider<MeterRegistry> registry) {
      return (kind, operation) ->
          registry.ifAvailable(known -> new Meters(known).count(kind, operation));
    }
  }

  /** The counterpart. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingClass("io.micrometer.core.instrument.MeterRegistry")
  static class WithoutMeters {

    @Bean
    Tally idempotencyTally() {
      return (kind, operation) -> {};
    }
  }
}
