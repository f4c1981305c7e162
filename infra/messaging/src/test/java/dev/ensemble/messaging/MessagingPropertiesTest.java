package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A setting that cannot be in force is refused at the start, in a sentence that names it. */
class MessagingPropertiesTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withUserConfiguration(Settings.class)
          .withPropertyValues("ensemble.messaging.source=/ensemble/shop");

  @EnableConfigurationProperties(MessagingProperties.class)
  static class Settings {}

  @Test
  void the_source_is_all_that_must_be_said() {
    application.run(
        context -> {
          MessagingProperties properties = context.getBean(MessagingProperties.class);
          assertThat(properties.window()).hasDays(14);
          assertThat(properties.partitionsAhead()).hasDays(7);
          assertThat(properties.retention().outbox()).hasDays(7);
          assertThat(properties.retention().foreignWindow()).hasDays(30);
          assertThat(properties.retention().redriveHorizon()).hasDays(7);
          assertThat(properties.retention().kafka()).isNull();
          assertThat(properties.database().relayRole()).isEqualTo("relay");
          assertThat(properties.inbox().autoStart()).isTrue();
          assertThat(properties.inbox().workers()).isEqualTo(1);
          assertThat(properties.inbox().pollRecordsMax()).isEqualTo(500);
          assertThat(properties.inbox().attemptsMax()).isEqualTo(3);
          assertThat(properties.inbox().retryBackoff()).hasMillis(200);
          assertThat(properties.inbox().outageBackoffMax()).hasSeconds(10);
        });
  }

  @Test
  void settings_of_the_kafka_client_are_handed_on_under_their_own_names() {
    application
        .withPropertyValues(
            "ensemble.messaging.kafka.bootstrap-servers=broker:9092",
            "ensemble.messaging.kafka.properties.security.protocol=SASL_SSL",
            "ensemble.messaging.kafka.properties.session.timeout.ms=30000",
            "ensemble.messaging.inbox.instance-id=order-1")
        .run(
            context -> {
              var settings =
                  ConsumerSettings.of(context.getBean(MessagingProperties.class), "order", 2);
              assertThat(settings)
                  .containsEntry("bootstrap.servers", "broker:9092")
                  .containsEntry("security.protocol", "SASL_SSL")
                  .containsEntry("session.timeout.ms", "30000")
                  .containsEntry("group.id", "order")
                  .containsEntry("group.instance.id", "order-1-2")
                  .containsEntry("enable.auto.commit", false)
                  .containsEntry("isolation.level", "read_committed")
                  .containsEntry("auto.offset.reset", "none");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "source, a b, ensemble.messaging.source must be set",
    "window, PT1H, ensemble.messaging.window must be from PT24H",
    "window, P1000D, ensemble.messaging.window must be",
    "partitions-ahead, P0D, ensemble.messaging.partitions-ahead must be",
    "retention.outbox, P2D, ensemble.messaging.retention.outbox must be from PT72H",
    "retention.foreign-window, PT1H, ensemble.messaging.retention.foreign-window must be from",
    "inbox.parked-bytes-max, 63MB, 'inbox.parked-bytes-max, in MB, must be from 64'",
    "retention.redrive-horizon, PT-1H, ensemble.messaging.retention.redrive-horizon must be from",
    "retention.kafka, PT1S, ensemble.messaging.retention.kafka must be from",
    "retention.kafka, P8D, 'ensemble.messaging.window is P14D, which is shorter than what its topics keep (retention.kafka), P8D, and ensemble.messaging.retention.redrive-horizon, P7D, together'",
    "inbox.workers, 0, ensemble.messaging.inbox.workers must be from 1 to 64",
    "inbox.poll-records-max, 0, ensemble.messaging.inbox.poll-records-max must be",
    "inbox.attempts-max, 0, ensemble.messaging.inbox.attempts-max must be",
    "inbox.retry-backoff, 0s, ensemble.messaging.inbox.retry-backoff must be",
    "inbox.outage-backoff-max, 1ms, ensemble.messaging.inbox.outage-backoff-max must be",
    "inbox.instance-id, a b, ensemble.messaging.inbox.instance-id must be",
    "database.app-role, x\";DROP, ensemble.messaging.database.app-role must be a role's name",
    "database.relay-role, '', ensemble.messaging.database.relay-role must be a role's name",
    "kafka.properties.enable.auto.commit, true, must not set [enable.auto.commit]",
    "kafka.properties.group.id, x, must not set [group.id]",
    "inbox.atempts-max, 3, inbox.atempts-max",
  })
  void what_cannot_be_meant_is_refused(String name, String value, String sentence) {
    application
        .withPropertyValues("ensemble.messaging." + name + "=" + value)
        .run(
            context -> assertThat(context).getFailure().rootCause().hasMessageContaining(sentence));
  }

  @Test
  void the_window_of_foreign_ids_is_held_against_what_kafka_keeps_as_well() {
    application
        .withPropertyValues(
            "ensemble.messaging.retention.kafka=P7D",
            "ensemble.messaging.retention.foreign-window=P13D")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("retention.foreign-window is P13D")
                    .hasMessageContaining("at least P14D"));
  }

  @Test
  void an_audit_of_which_the_database_would_keep_more_does_not_start() {
    application
        .withPropertyValues(
            "ensemble.messaging.retention.foreign-window=P20D",
            "ensemble.messaging.retention.audit=P29D")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("retention.audit must be from PT720H"));
  }

  @Test
  void an_audit_that_would_forget_before_the_windows_end_does_not_start() {
    application
        .withPropertyValues(
            "ensemble.messaging.window=P40D", "ensemble.messaging.retention.audit=P39D")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("retention.audit must be from PT960H"));
  }

  @Test
  void in_the_consumer_protocol_the_client_says_neither_who_gets_what_nor_how_long_a_session_is() {
    application
        .withPropertyValues("ensemble.messaging.inbox.group-protocol=consumer")
        .run(
            context ->
                assertThat(
                        ConsumerSettings.of(context.getBean(MessagingProperties.class), "order", 1))
                    .containsEntry("group.protocol", "CONSUMER")
                    .doesNotContainKeys("session.timeout.ms", "partition.assignment.strategy"));
    application
        .withPropertyValues(
            "ensemble.messaging.inbox.group-protocol=consumer",
            "ensemble.messaging.kafka.properties.session.timeout.ms=30000")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("must not set [session.timeout.ms]"));
  }

  @Test
  void without_a_source_nothing_starts() {
    new ApplicationContextRunner()
        .withUserConfiguration(Settings.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("ensemble.messaging.source must be set"));
  }
}
