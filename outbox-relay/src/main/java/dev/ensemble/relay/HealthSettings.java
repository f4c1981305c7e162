package dev.ensemble.relay;

import static dev.ensemble.relay.Checks.atLeast;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When health says that something is wrong.
 *
 * @param oldestUnsent how long a committed row may wait for its acknowledgement; above what a
 *     broker's restart takes, which the producer rides through
 */
record HealthSettings(@DefaultValue("30s") Duration oldestUnsent) {
  HealthSettings {
    atLeast(oldestUnsent, Duration.ofSeconds(1), "relay.health.oldest-unsent");
  }
}
