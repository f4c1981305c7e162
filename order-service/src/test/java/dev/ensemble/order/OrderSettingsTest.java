package dev.ensemble.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class OrderSettingsTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(OnlySettings.class);

  @Test
  void without_a_word_from_outside_the_defaults_hold() {
    service.run(
        started -> {
          OrderSettings settings = started.getBean(OrderSettings.class);
          assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(30));
          assertThat(settings.expire().pace()).isEqualTo(Duration.ofMillis(500));
          assertThat(settings.workers().autoStart()).isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order.deadline=PT0S",
        "order.deadline=-PT1S",
        "order.deadline=soon",
        "order.expire.pace=0s",
        "order.dedline=PT5S",
        "order.expire.speed=PT5S",
        "order.workers.auto-start=perhaps"
      })
  void a_setting_that_cannot_be_meant_stops_the_start(String setting) {
    service.withPropertyValues(setting).run(started -> assertThat(started).hasFailed());
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(OrderSettings.class)
  static class OnlySettings {}
}
