package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedExceptionUtils;

/** What could forget too early does not start, and says why; over a broker's real topics. */
@ExtendWith(OutputCaptureExtension.class)
class KafkaRetentionTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration TWO_WEEKS = Duration.ofDays(14);

  @Test
  void a_window_that_is_shorter_than_what_the_topic_keeps_and_the_horizon_does_not_start()
      throws Exception {
    String topic = topic("retention-long", Map.of("retention.ms", millis(8)));

    assertThat(refusalOf(topic, Map.of()))
        .isEqualTo(
            "ensemble.messaging.window is P14D, which is shorter than what the topic "
                + topic
                + " keeps, P8D, and ensemble.messaging.retention.redrive-horizon, P7D, together: an"
                + " event could come when it is forgotten whether it was acted on. Make the window"
                + " at least P15D, or have the topic keep its records for less.");
    assertThat(refusalOf(topic, Map.of("ensemble.messaging.window", "P15D"))).isNull();
  }

  @Test
  void a_window_of_foreign_ids_that_is_shorter_is_refused_as_well() throws Exception {
    String topic = topic("retention-foreign", Map.of("retention.ms", millis(7)));

    assertRefused(of(topic, new WindowRule(TWO_WEEKS, Duration.ofDays(13), WEEK), null))
        .hasMessageStartingWith("ensemble.messaging.retention.foreign-window is P13D, which is");
    assertTaken(of(topic, new WindowRule(TWO_WEEKS, TWO_WEEKS, WEEK), null));
  }

  @Test
  void a_topic_without_a_limit_is_refused_unless_somebody_says_for_how_long_it_is_read()
      throws Exception {
    String endless = topic("retention-endless", Map.of("retention.ms", "-1"));
    String compacted = topic("retention-compacted", Map.of("cleanup.policy", "compact"));

    assertRefused(of(endless, null))
        .hasMessageStartingWith(
            "the topic " + endless + " keeps its records for ever (retention.ms=-1)");
    assertRefused(of(compacted, null))
        .hasMessageStartingWith(
            "the topic " + compacted + " keeps its records for ever (cleanup.policy=compact)");
    assertTaken(of(endless, WEEK));
    assertTaken(of(compacted, WEEK));
  }

  @Test
  void what_somebody_says_is_held_against_what_the_broker_says() throws Exception {
    String topic = topic("retention-said", Map.of("retention.ms", millis(7)));

    assertRefused(of(topic, Duration.ofDays(6)))
        .hasMessage(
            "the topic %s keeps its records for P7D, longer than"
                + " ensemble.messaging.retention.kafka says, P6D",
            topic);
    assertTaken(of(topic, WEEK));
  }

  @Test
  void a_broker_that_is_away_at_the_start_is_asked_before_anything_is_consumed(CapturedOutput log)
      throws Exception {
    String topic = topic("retention-later", Map.of("retention.ms", millis(8)));
    TestKafka.proxy().refuse();
    try (Shop shop = Shop.open(TestDatabase.create("shop"), settings(topic, proxied()))) {
      assertThat(log).contains("nothing is consumed before it has told");
      TestKafka.produce(Shop.counted("a").toSend(topic));
      TestKafka.proxy().pass();

      InboxHealth health = shop.bean(InboxHealth.class);
      String waits;
      do {
        waits = String.valueOf(health.health().getDetails().get("waitsFor"));
      } while (!waits.contains("RetentionRefused"));
      assertThat(waits).contains("is shorter than what the topic " + topic + " keeps, P8D");
      assertThat(shop.effects()).isEmpty();

      alter(topic, "retention.ms", millis(7));
      while (shop.effects().isEmpty()) {
        Thread.onSpinWait();
      }
    } finally {
      TestKafka.proxy().pass();
    }
  }

  @Test
  void a_retention_that_is_raised_while_it_runs_is_told() throws Exception {
    String topic = topic("retention-raised", Map.of("retention.ms", millis(7)));
    KafkaRetention retention = of(topic, null);
    retention.require();
    assertThat(retention.look()).isZero();

    alter(topic, "retention.ms", millis(20));

    assertThatExceptionOfType(RetentionRefused.class)
        .isThrownBy(retention::look)
        .withMessageContaining("keeps, P20D");
    assertThatExceptionOfType(RetentionRefused.class)
        .as("and no consumer begins anew")
        .isThrownBy(retention::require);
  }

  @Test
  void a_topic_that_is_made_later_is_examined_then() throws Exception {
    KafkaRetention retention = of("retention-missing", null);
    assertThatNoException().isThrownBy(retention::require);

    topic("retention-missing", Map.of("retention.ms", "-1"));

    assertRefused(retention);
  }

  @Test
  void a_consumer_that_may_not_see_it_is_warned_of_and_goes_on(CapturedOutput log)
      throws Exception {
    String topic = topic("retention-denied", Map.of("retention.ms", "-1"));
    deny(topic, AclOperation.DESCRIBE_CONFIGS);
    try {
      assertThatNoException().isThrownBy(of(topic, null)::require);
      assertThat(log).contains("does not let this consumer see for how long the topic " + topic);
    } finally {
      allowAgain(topic);
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      KafkaRetention retention) {
    return assertThat(catchThrowable(retention::require)).isInstanceOf(RetentionRefused.class);
  }

  private static void assertTaken(KafkaRetention retention) {
    assertThatNoException().isThrownBy(retention::require);
  }

  private static KafkaRetention of(String topic, @Nullable Duration stated) {
    return of(topic, new WindowRule(TWO_WEEKS, Duration.ofDays(30), WEEK), stated);
  }

  private static KafkaRetention of(String topic, WindowRule rule, @Nullable Duration stated) {
    return new KafkaRetention(
        Set.of(topic),
        new TopicRetentions(new MessagingProperties.Kafka(TestKafka.bootstrapServers(), Map.of())),
        rule,
        stated);
  }

  /** Why it does not start; null where it does. */
  private static @Nullable String refusalOf(String topic, Map<String, String> more) {
    try {
      Shop.open(TestDatabase.create("shop"), settings(topic, more)).close();
      return null;
    } catch (RuntimeException refused) {
      return NestedExceptionUtils.getMostSpecificCause(refused).getMessage();
    }
  }

  private static Map<String, String> proxied() {
    return Map.of("ensemble.messaging.kafka.bootstrap-servers", TestKafka.proxiedServers());
  }

  private static Map<String, String> settings(String topic, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("ensemble.messaging.inbox.auto-start", "true");
    settings.put("ensemble.messaging.kafka.bootstrap-servers", TestKafka.bootstrapServers());
    settings.put("shop.consumer", topic);
    settings.put("shop.topic", topic);
    settings.putAll(more);
    return settings;
  }

  private static String topic(String name, Map<String, String> settings) throws Exception {
    try (Admin admin = admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(name, Optional.of(1), Optional.<Short>empty()).configs(settings)))
          .all()
          .get();
    }
    return name;
  }

  private static void alter(String topic, String name, String value) throws Exception {
    try (Admin admin = admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic),
                  List.of(
                      new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  static void deny(String topic, AclOperation operation) throws Exception {
    ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
    try (Admin admin = admin()) {
      admin
          .createAcls(
              List.of(
                  new AclBinding(pattern, entry(AclOperation.ALL, AclPermissionType.ALLOW)),
                  new AclBinding(pattern, entry(operation, AclPermissionType.DENY))))
          .all()
          .get();
    }
  }

  private static AccessControlEntry entry(AclOperation operation, AclPermissionType type) {
    return new AccessControlEntry("User:*", "*", operation, type);
  }

  static void allowAgain(String topic) throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      admin
          .deleteAcls(
              List.of(
                  new AclBindingFilter(
                      new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL)
                          .toFilter(),
                      org.apache.kafka.common.acl.AccessControlEntryFilter.ANY)))
          .all()
          .get();
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));
  }

  private static String millis(int days) {
    return "" + Duration.ofDays(days).toMillis();
  }
}
