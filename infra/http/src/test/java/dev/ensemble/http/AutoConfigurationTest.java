package dev.ensemble.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

class AutoConfigurationTest {
  private final WebApplicationContextRunner service =
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  JacksonAutoConfiguration.class,
                  HttpMessageConvertersAutoConfiguration.class,
                  HttpAutoConfiguration.class));

  /** What a consumer of facts reads: a field that it does not know may come at any time. */
  record Fact(String id) {}

  @Test
  void facts_from_other_services_are_still_read_tolerantly() {
    service.run(
        context -> {
          String json = "{\"id\":\"a\",\"added-later\":1}";
          Fact fact = context.getBean(JsonMapper.class).readValue(json, Fact.class);

          assertThat(fact).isEqualTo(new Fact("a"));
        });
  }

  @Test
  void a_service_without_a_database_starts_all_the_same() {
    service
        .withClassLoader(
            new FilteredClassLoader("org.springframework.dao", "org.springframework.transaction"))
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context.getBean(Outages.class)).isNotInstanceOf(DatabaseOutages.class);
            });
  }

  @Test
  void a_limit_that_makes_no_sense_stops_the_start() {
    service
        .withPropertyValues("ensemble.http.body-bytes-max=0")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("ensemble.http.body-bytes-max is 1 byte or more"));
  }
}
