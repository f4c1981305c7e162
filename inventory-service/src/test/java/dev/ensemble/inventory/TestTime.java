package dev.ensemble.inventory;

import dev.ensemble.testkit.SettableClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Time that goes on when a test says so. */
@TestConfiguration(proxyBeanMethods = false)
class TestTime {

  @Bean
  SettableClock clock() {
    return SettableClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }
}
