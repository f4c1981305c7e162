package dev.ensemble.testkit.guilty.domain;

import java.time.Instant;
import org.springframework.stereotype.Component;

/** Annotations count as knowledge, and the clock as an accomplice. */
@Component
class SpringInTheDomain {
  Instant readsTheClock() {
    return Instant.now();
  }
}
