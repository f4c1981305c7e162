package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class InventorySettingsTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(InventorySettings.class)
  static class Settings {}

  @Test
  void every_setting_has_a_default() {
    service.run(
        started ->
            assertThat(started.getBean(InventorySettings.class))
                .isEqualTo(
                    new InventorySettings(
                        Duration.ofSeconds(1),
                        new InventorySettings.Dispatch(Duration.ofMillis(200), 100),
                        new InventorySettings.Workers(true),
                        new InventorySettings.Limits(200))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inventory.dispatch-afer=PT1S",
        "inventory.dispatch-after=-PT1S",
        "inventory.dispatch-after=soon",
        "inventory.dispatch.pace=PT0S",
        "inventory.dispatch.batch-size-max=0",
        "inventory.dispatch.batch-size-max=1001",
        "inventory.limits.page-size-max=0"
      })
  void a_setting_that_is_none_stops_the_start(String setting) {
    service.withPropertyValues(setting).run(started -> assertThat(started).hasFailed());
  }
}
