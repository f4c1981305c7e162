package dev.ensemble.order;

import dev.ensemble.testkit.SettableClock;
import java.time.Clock;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** A clock that begins now, because events' ids do too, and then moves only when a test says so. */
@TestConfiguration(proxyBeanMethods = false)
class TestTime {

  @Bean
  SettableClock clock() {
    return SettableClock.at(Clock.systemUTC().instant());
  }
}
