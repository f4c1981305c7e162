package dev.ensemble.payment.stdio;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.ensemble.messaging.Ids;
import dev.ensemble.payment.PaymentSettings;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * What carrying out a command needs, and no more: no web server, no Kafka, no meters, no worker.
 * The whole service would take longer to start than a harness waits. It is no {@code
 * Configuration}, so that the whole service does not find it.
 */
@EnableConfigurationProperties(PaymentSettings.class)
// The names stand in META-INF/spring, because some are of types that only their library sees.
@ImportAutoConfiguration
@Import(StdioConfiguration.Embedded.class)
@ComponentScan(
    basePackages = {"dev.ensemble.payment.application", "dev.ensemble.payment.store"},
    useDefaultFilters = false,
    includeFilters =
        @ComponentScan.Filter(
            type = FilterType.REGEX,
            pattern = ".*\\.(RunStep|Payers|AccountsTable|LedgerTables|SagaStepsTable)"))
class StdioConfiguration {
  private static final Logger log = LoggerFactory.getLogger(StdioConfiguration.class);

  static final String URL = "spring.datasource.url";
  static final String EMBEDDED = "embedded";

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Ids ids() {
    NoArgGenerator generator = Generators.timeBasedEpochGenerator();
    return generator::generate;
  }

  /** Where the process brings its database along: the first that asks waits for its start. */
  @ConditionalOnProperty(name = URL, havingValue = EMBEDDED)
  static class Embedded {
    @Bean
    JdbcConnectionDetails connection(DatabaseStart start) {
      EmbeddedDatabase database = start.await();
      log.info(database.story());
      return new JdbcConnectionDetails() {
        @Override
        public String getUsername() {
          return "payment_app";
        }

        @Override
        public String getPassword() {
          return database.password();
        }

        @Override
        public String getJdbcUrl() {
          return database.url();
        }
      };
    }

    @Bean
    FlywayConnectionDetails ownersConnection(DatabaseStart start) {
      EmbeddedDatabase database = start.await();
      return new FlywayConnectionDetails() {
        @Override
        public String getUsername() {
          return "payment_owner";
        }

        @Override
        public String getPassword() {
          return database.password();
        }

        @Override
        public String getJdbcUrl() {
          return database.url();
        }
      };
    }
  }
}
