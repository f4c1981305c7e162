package dev.ensemble.messaging.leases;

import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;

/** Leases wherever the messaging schema is. */
@AutoConfiguration(afterName = "dev.ensemble.messaging.MessagingAutoConfiguration")
@ConditionalOnBean(name = "messagingSchema")
final class LeasesAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  @DependsOnDatabaseInitialization
  Leases messagingLeases(DataSource application) {
    return new LeasesTable(application);
  }
}
