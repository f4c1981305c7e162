package dev.ensemble.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the broker for how long topics keep their records. */
final class TopicRetentions {

  /** A broker that does not answer in this time is away, and is asked again. */
  static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(5);

  private final Map<String, Object> settings;

  TopicRetentions(MessagingProperties.Kafka kafka) {
    Map<String, Object> all = new HashMap<>(kafka.properties());
    all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    int millis = (int) ANSWER_TIME_MAX.toMillis();
    all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    this.settings = Map.copyOf(all);
  }

  /**
   * @throws KafkaException where the broker does not answer
   */
  Map<String, TopicRetention> of(Set<String> topics) {
    Admin admin = Admin.create(settings);
    try {
      List<ConfigResource> asked =
          topics.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
      Map<String, TopicRetention> found = new TreeMap<>();
      for (var answer : admin.describeConfigs(asked).values().entrySet()) {
        found.put(answer.getKey().name(), answer(answer.getValue()));
      }
      return found;
    } finally {
      // What is still under way would be waited for, and whoever starts waits with it.
      admin.close(Duration.ZERO);
    }
  }

  private static TopicRetention answer(KafkaFuture<Config> future) {
    try {
      return retention(future.get(ANSWER_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      if (cause instanceof UnknownTopicOrPartitionException) {
        return new TopicRetention.Missing();
      }
      if (cause instanceof AuthorizationException) {
        return new TopicRetention.Denied();
      }
      throw cause instanceof KafkaException kafka ? kafka : new KafkaException(failed);
    } catch (TimeoutException silent) {
      throw new KafkaException(
          "the broker did not answer within " + ANSWER_TIME_MAX.toSeconds() + " s", silent);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new KafkaException(stopped);
    }
  }

  private static TopicRetention retention(Config topic) {
    String cleanup = topic.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
    if (!cleanup.contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
      return new TopicRetention.Unlimited(TopicConfig.CLEANUP_POLICY_CONFIG + "=" + cleanup);
    }
    long millis = Long.parseLong(topic.get(TopicConfig.RETENTION_MS_CONFIG).value());
    return millis < 0
        ? new TopicRetention.Unlimited(TopicConfig.RETENTION_MS_CONFIG + "=" + millis)
        : new TopicRetention.Limited(Duration.ofMillis(millis));
  }
}
