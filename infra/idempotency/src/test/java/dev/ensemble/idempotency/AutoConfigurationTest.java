package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.http.HttpAutoConfiguration;
import dev.ensemble.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an application gets, depending on what it has. */
class AutoConfigurationTest {
  private static final AutoConfigurations ALL =
      AutoConfigurations.of(
          JacksonAutoConfiguration.class,
          HttpMessageConvertersAutoConfiguration.class,
          HttpAutoConfiguration.class,
          DataSourceAutoConfiguration.class,
          DataSourceTransactionManagerAutoConfiguration.class,
          FlywayAutoConfiguration.class,
          IdempotencyAutoConfiguration.class,
          IdempotencyHttpAutoConfiguration.class);

  @Configuration(proxyBeanMethods = false)
  static class OwnClients {
    @Bean
    Clients tenants() {
      return request -> "a tenant";
    }
  }

  @Test
  void a_service_with_database_and_http_has_the_core_the_door_and_the_upkeep() {
    new WebApplicationContextRunner()
        .withConfiguration(ALL)
        .withPropertyValues(database())
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(Once.class)
                    .hasSingleBean(Idempotency.class)
                    .hasSingleBean(Clients.class)
                    .getBean(UpkeepLoop.class)
                    .matches(UpkeepLoop::isRunning));
  }

  @Test
  void a_service_s_own_notion_of_a_client_takes_the_place_of_ours() {
    new WebApplicationContextRunner()
        .withConfiguration(ALL)
        .withUserConfiguration(OwnClients.class)
        .withPropertyValues(database())
        .run(context -> assertThat(context).getBeanNames(Clients.class).containsExactly("tenants"));
  }

  @Test
  void a_worker_without_http_has_the_core_alone() {
    new ApplicationContextRunner()
        .withConfiguration(ALL)
        .withPropertyValues(database())
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(Once.class)
                    .doesNotHaveBean(Idempotency.class)
                    .doesNotHaveBean(Clients.class));
  }

  @Test
  void without_a_database_there_is_nothing() {
    new WebApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                JacksonAutoConfiguration.class,
                HttpMessageConvertersAutoConfiguration.class,
                HttpAutoConfiguration.class,
                IdempotencyAutoConfiguration.class,
                IdempotencyHttpAutoConfiguration.class))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(Once.class)
                    .doesNotHaveBean(Idempotency.class));
  }

  @Test
  void without_micrometer_nothing_is_counted_and_nothing_fails() {
    new WebApplicationContextRunner()
        .withConfiguration(ALL)
        .withClassLoader(new FilteredClassLoader("io.micrometer"))
        .withPropertyValues(database())
        .run(
            context ->
                assertThat(
                        context
                            .getBean(Once.class)
                            .run(Replica.command("k"), () -> Replica.answer("sold")))
                    .isInstanceOf(Outcome.First.class));
  }

  private static String[] database() {
    TestDatabase database = TestDatabase.create("till");
    List<String> settings = new ArrayList<>();
    for (Map.Entry<String, String> setting : database.springProperties().entrySet()) {
      settings.add(setting.getKey() + "=" + setting.getValue());
    }
    settings.add("spring.flyway.default-schema=till");
    settings.add("spring.flyway.placeholders.app_role=" + database.appUser());
    settings.add("spring.flyway.locations=classpath:db/till");
    return settings.toArray(String[]::new);
  }
}
