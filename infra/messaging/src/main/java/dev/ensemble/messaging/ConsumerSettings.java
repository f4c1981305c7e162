package dev.ensemble.messaging;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How the inbox sets its Kafka consumers, each setting with its reason. */
final class ConsumerSettings {

  /** What the inbox's promises rest on, and so nobody else's to set. */
  private static final Set<String> OURS =
      Set.of(
          ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
          ConsumerConfig.GROUP_ID_CONFIG,
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
          ConsumerConfig.GROUP_PROTOCOL_CONFIG,
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);

  /** The client itself refuses them, in its own words and only when the first worker begins. */
  private static final Set<String> BROKERS_IN_CONSUMER_PROTOCOL =
      Set.of(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);

  private ConsumerSettings() {}

  static Set<String> oursAmong(Collection<String> names) {
    Set<String> ours = new TreeSet<>(names);
    ours.retainAll(OURS);
    return ours;
  }

  /** What of these the broker decides in the group's protocol, so that no client may set it. */
  static Set<String> brokersAmong(Collection<String> names, GroupProtocol protocol) {
    Set<String> brokers = new TreeSet<>(names);
    brokers.retainAll(protocol == GroupProtocol.CONSUMER ? BROKERS_IN_CONSUMER_PROTOCOL : Set.of());
    return brokers;
  }

  /**
   * @param worker the number of the consumer within this process, from 1
   */
  static Map<String, Object> of(MessagingProperties properties, String consumer, int worker) {
    MessagingProperties.Inbox inbox = properties.inbox();
    Map<String, Object> settings = new HashMap<>();
    boolean classic = inbox.groupProtocol() == GroupProtocol.CLASSIC;
    if (classic) {
      // A consumer that is gone is replaced within 15 s (heartbeats go out every 3); a pause of the
      // JVM up to that costs nothing. The library's users may choose otherwise.
      settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 15_000);
    }
    // A topic or a partition that is made later is noticed within 10 s instead of 5 minutes.
    settings.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 10_000);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, consumer + "-" + worker);
    settings.putAll(properties.kafka().properties());

    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.kafka().bootstrapServers());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, consumer);
    settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, inbox.groupProtocol().name());
    if (classic) {
      // Partitions that stay where they are go on during a rebalance, as they always do in the
      // other protocol.
      settings.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
    }
    if (inbox.instanceId() != null) {
      settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, inbox.instanceId() + "-" + worker);
    }
    // Offsets are committed after the database, by the worker, and never otherwise.
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // An offset that the topic no longer has is a hole: it is shown, not jumped over.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // What a relay's transaction took back never happened.
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // A topic made by a reader would have the wrong number of partitions.
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, inbox.pollRecordsMax());
    // Bytes, so that no record can make the client itself fail, and no header names a class.
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return settings;
  }
}
