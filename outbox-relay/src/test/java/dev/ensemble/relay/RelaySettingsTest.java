package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.util.Throwables.getStackTrace;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Every mistake in the settings is a sentence that names the property. */
class RelaySettingsTest {
  private static final String URL = "jdbc:postgresql://localhost/orders";

  private final Map<String, String> given =
      new HashMap<>(
          Map.of(
              "relay.kafka.bootstrap-servers", "localhost:9092",
              "relay.sources.orders.url", "jdbc:postgresql://localhost/orders",
              "relay.sources.orders.username", "relay",
              "relay.sources.orders.password", "do-not-print-me",
              "relay.sources.orders.slot", "outbox_orders"));

  @Test
  void what_is_left_out_has_a_default() {
    run(
        settings -> {
          assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(5));
          assertThat(settings.sources()).containsOnlyKeys("orders");
          SourceSettings orders = settings.sources().values().iterator().next();
          assertThat(orders.table()).isEqualTo("messaging.outbox");
          assertThat(orders.publication()).isEqualTo("outbox");
          assertThat(orders.port()).isEqualTo("5432");
        });
  }

  @Test
  void no_source_is_refused() {
    given.keySet().removeIf(name -> name.startsWith("relay.sources"));

    assertRefused("relay.sources is empty");
  }

  @Test
  void a_missing_broker_is_refused() {
    given.remove("relay.kafka.bootstrap-servers");

    assertRefused("relay.kafka.bootstrap-servers is missing");
  }

  @Test
  void a_broker_without_a_port_is_refused() {
    given.put("relay.kafka.bootstrap-servers", "localhost");

    assertRefused("relay.kafka.bootstrap-servers is \"localhost\"");
  }

  @Test
  void a_missing_slot_is_refused() {
    given.remove("relay.sources.orders.slot");

    assertRefused("relay.sources.orders.slot is missing");
  }

  @Test
  void a_slot_name_that_postgresql_would_not_take_is_refused() {
    given.put("relay.sources.orders.slot", "Outbox-Orders");

    assertRefused("relay.sources.orders.slot is \"Outbox-Orders\"");
  }

  @Test
  void a_table_without_its_schema_is_refused() {
    given.put("relay.sources.orders.table", "outbox");

    assertRefused("relay.sources.orders.table is \"outbox\"");
  }

  @Test
  void a_url_of_another_database_is_refused() {
    given.put("relay.sources.orders.url", "jdbc:mysql://localhost/orders");

    assertRefused("relay.sources.orders.url must match jdbc:postgresql:.+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "options",
        "ApplicationName",
        "replication",
        "preferQueryMode",
        "assumeMinServerVersion",
        "currentSchema",
        "service",
        "PGHOST",
        "host",
        "sockettimeout"
      })
  void a_parameter_of_the_url_that_is_the_relay_s_own_is_refused_by_its_name(String name) {
    given.put("relay.sources.orders.url", URL + "?sslmode=require&" + name + "=do-not-print-me");

    assertRefused("relay.sources.orders.url sets \"%s\", which is not for a URL".formatted(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"socketTimeout=0", "socketTimeout=301", "socketTimeout", "connectTimeout=61"})
  void a_wait_without_an_end_is_refused(String parameter) {
    given.put("relay.sources.orders.url", URL + "?" + parameter);

    assertRefused("relay.sources.orders.url sets " + parameter.replaceAll("=.*", "") + " to");
  }

  @Test
  void how_the_link_is_secured_and_how_long_it_may_be_silent_can_be_set() {
    given.put(
        "relay.sources.orders.url", URL + "?sslmode=verify-full&socketTimeout=5&connectTimeout=2");
    run(
        settings -> {
          assertThat(settings.sources().values().iterator().next().parameters())
              .containsOnlyKeys("sslmode", "socketTimeout", "connectTimeout");
        });
  }

  @Test
  void two_sources_on_one_slot_are_refused() {
    given.put("relay.sources.other.url", "jdbc:postgresql://localhost/other");
    given.put("relay.sources.other.username", "relay");
    given.put("relay.sources.other.slot", "outbox_orders");

    assertRefused("name the same slot outbox_orders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"acks", "partitioner.class", "partitioner.ignore.keys", "interceptor.classes"})
  void a_kafka_setting_that_the_promise_rests_on_is_refused(String name) {
    given.put("relay.kafka.properties." + name, "1");

    assertRefused("relay.kafka.properties.%s cannot be set".formatted(name));
  }

  @Test
  void a_name_that_nobody_knows_is_refused() {
    given.put("relay.patient", "5s");

    assertRefused("relay.patient");
  }

  @Test
  void a_stall_limit_below_the_heartbeats_is_refused() {
    given.put("relay.stall-after", "10s");

    assertRefused("relay.stall-after is PT10S");
  }

  @Test
  void a_password_is_never_part_of_what_is_printed() {
    SourceSettings source =
        new SourceSettings(
            "jdbc:postgresql://h/d", "relay", "do-not-print-me", "slot", "outbox", "a.b");

    assertThat(source.toString()).doesNotContain("do-not-print-me");
  }

  private void assertRefused(String sentence) {
    new ApplicationContextRunner()
        .withUserConfiguration(Bound.class)
        .withPropertyValues(pairs())
        .run(
            context -> {
              assertThat(context).getFailure().hasStackTraceContaining(sentence);
              assertThat(context)
                  .getFailure()
                  .satisfies(
                      failure ->
                          assertThat(getStackTrace(failure)).doesNotContain("do-not-print-me"));
            });
  }

  private String[] pairs() {
    return given.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .toArray(String[]::new);
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(RelaySettings.class)
  static class Bound {}

  private void run(Consumer<RelaySettings> look) {
    new ApplicationContextRunner()
        .withUserConfiguration(Bound.class)
        .withPropertyValues(pairs())
        .run(context -> look.accept(context.getBean(RelaySettings.class)));
  }
}
