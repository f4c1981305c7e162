package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.SettableClock;
import dev.ensemble.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What an application gets, depending on what it has. */
class MessagingAutoConfigurationTest {
  private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");
  private static final UUID KNOWN = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

  /** All that the library registers. */
  private static final Class<?>[] OURS = ours();

  private static TestDatabase database;

  private final ApplicationContextRunner bare =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(OURS))
          .withConfiguration(
              AutoConfigurations.of(
                  JacksonAutoConfiguration.class,
                  DataSourceAutoConfiguration.class,
                  DataSourceTransactionManagerAutoConfiguration.class,
                  FlywayAutoConfiguration.class));

  private static Class<?>[] ours() {
    List<Class<?>> ours = new ArrayList<>();
    for (String name : ImportCandidates.load(AutoConfiguration.class, null)) {
      if (name.startsWith("dev.ensemble.messaging.")) {
        ours.add(ClassUtils.resolveClassName(name, null));
      }
    }
    return ours.toArray(Class<?>[]::new);
  }

  record Told(String someName) {}

  @Configuration(proxyBeanMethods = false)
  static class OwnThings {
    @Bean
    Clock wallClock() {
      return SettableClock.at(LONG_AGO);
    }

    @Bean
    JsonMapper snakes() {
      return JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnIds {
    @Bean
    Ids sameIds() {
      return () -> KNOWN;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Listening {
    @Bean
    Reactions<Told> reactions() {
      return Reactions.<Told>of("hygiene")
          .from("hygiene.events")
          .on("thing.told.v1", Told.class, told -> {})
          .build();
    }
  }

  @BeforeAll
  static void create() {
    database = TestDatabase.create("hygiene");
  }

  @Test
  void a_service_that_only_writes_needs_no_broker_and_has_no_inbox() {
    connected()
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(Outbox.class)
                    .doesNotHaveBean(Inbox.class)
                    .doesNotHaveBean(InboxWorkers.class)
                    .doesNotHaveBean("inboxHealthIndicator"));
  }

  @Test
  void with_reactions_there_is_an_inbox_with_its_desk_and_its_health() {
    connected()
        .withUserConfiguration(Listening.class)
        .withPropertyValues("ensemble.messaging.inbox.auto-start=false")
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(Inbox.class)
                    .hasSingleBean(InboxWorkers.class)
                    .hasSingleBean(Redrive.class)
                    .hasSingleBean(Discard.class)
                    .getBean("inboxHealthIndicator")
                    .isInstanceOf(HealthIndicator.class));
  }

  @Test
  void without_a_database_nothing_of_it_is_there_and_nothing_has_to_be_set() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(OURS))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(Outbox.class)
                    .doesNotHaveBean(MessagingProperties.class));
  }

  @Test
  void an_application_s_own_clock_tells_the_time_and_its_own_json_changes_no_payload() {
    connected()
        .withUserConfiguration(OwnThings.class)
        .run(
            context -> {
              assertThat(context).hasSingleBean(Clock.class);
              UUID id = append(context.getBean(Outbox.class), transaction(context));
              assertThat(row(id)).isEqualTo("2001-02-03T04:05:06Z {\"someName\":\"x\"}");
            });
  }

  @Test
  void an_application_s_own_ids_take_the_place_of_ours() {
    connected()
        .withUserConfiguration(OwnIds.class)
        .run(context -> assertThat(context.getBean(Ids.class).next()).isEqualTo(KNOWN));
  }

  private static TransactionTemplate transaction(ApplicationContext context) {
    return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
  }

  private static UUID append(Outbox outbox, TransactionTemplate transaction) {
    return transaction.execute(
        status ->
            outbox.append(new Outgoing("hygiene.events", "thing.told.v1", "k", 1, new Told("x"))));
  }

  private static String row(UUID id) {
    return JdbcClient.create(database.superuser())
        .sql("SELECT occurred_at, payload FROM messaging.outbox WHERE id = ?")
        .param(id)
        .query(
            (row, n) ->
                row.getString(1) + " " + new String(row.getBytes(2), StandardCharsets.UTF_8))
        .single();
  }

  private ApplicationContextRunner connected() {
    return bare.withPropertyValues(
        "spring.datasource.url=" + database.jdbcUrl(),
        "spring.datasource.username=" + database.appUser(),
        "spring.datasource.password=" + database.password(),
        "spring.flyway.user=" + database.ownerUser(),
        "spring.flyway.password=" + database.password(),
        "spring.flyway.locations=",
        "ensemble.messaging.source=/ensemble/hygiene");
  }
}
