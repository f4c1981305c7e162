package dev.ensemble.payment;

import java.time.Clock;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** The clock that tests set. */
@TestConfiguration
class TestTime {
  @Bean
  Clock clock() {
    return RunningService.CLOCK;
  }
}
