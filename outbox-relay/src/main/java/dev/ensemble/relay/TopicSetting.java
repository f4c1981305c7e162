package dev.ensemble.relay;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** How the brokers keep a topic. */
final class TopicSetting {
  private TopicSetting() {}

  /**
   * One setting as it is in force; null where the brokers do not tell it.
   *
   * @throws ExecutionException with Kafka's reason, which each caller takes in its own way
   */
  static @Nullable String read(Admin admin, String topic, String setting)
      throws InterruptedException, ExecutionException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
    ConfigEntry entry = config == null ? null : config.get(setting);
    return entry == null ? null : entry.value();
  }
}
