package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** A setting that cannot hold stops the start, and is named. */
class IdempotencySettingsTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(IdempotencySettings.class)
  static class Settings {}

  @Test
  void by_default_a_key_lives_for_a_day() {
    application.run(
        context ->
            assertThat(context.getBean(IdempotencySettings.class))
                .isEqualTo(
                    new IdempotencySettings(
                        Duration.ofDays(1),
                        Duration.ofSeconds(1),
                        Duration.ofDays(3),
                        new IdempotencySettings.Database(null))));
  }

  @ParameterizedTest
  @CsvSource({
    "life, 59m, must be from PT1H to",
    "life, 32d, must be from PT1H to",
    "retry-after, 999ms, must be from PT1S to PT1H",
    "retry-after, 2h, must be from PT1S to PT1H",
    "partitions-ahead, 23h, must be from PT24H to",
    "partitions-ahead, 61d, must be from PT24H to",
    "database.app-role, a b, must be a role's name",
  })
  void a_value_that_cannot_hold_is_named(String name, String value, String rule) {
    application
        .withPropertyValues("ensemble.idempotency." + name + "=" + value)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageStartingWith("ensemble.idempotency." + name + " " + rule));
  }

  @Test
  void a_name_that_is_not_known_is_refused() {
    application
        .withPropertyValues("ensemble.idempotency.lief=48h")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("ensemble.idempotency.lief"));
  }
}
