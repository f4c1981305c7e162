package dev.ensemble.relay;

import static dev.ensemble.relay.Checks.matches;
import static dev.ensemble.relay.Checks.require;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Where Kafka is, and any further setting of its client (TLS, SASL, timeouts).
 *
 * @param properties passed on to the producer, except for those that the relay's promise rests on
 */
record KafkaSettings(String bootstrapServers, @Nullable Map<String, String> properties) {

  /** Order and durability are the relay's promise; whoever changes these breaks it unseen. */
  private static final Set<String> OURS =
      Set.of(
          ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
          ProducerConfig.ACKS_CONFIG,
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
          ProducerConfig.RETRIES_CONFIG,
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.PARTITIONER_CLASS_CONFIG,
          // Would spread the rows of one key over partitions.
          ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
          // Can give a record another key, topic or value.
          ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
          ProducerConfig.TRANSACTIONAL_ID_CONFIG);

  KafkaSettings {
    matches(bootstrapServers, "\\S+:\\d+", "relay.kafka.bootstrap-servers", "localhost:9092");
    properties = properties == null ? Map.of() : Map.copyOf(properties);
    properties
        .keySet()
        .forEach(
            name ->
                require(
                    !OURS.contains(name),
                    "relay.kafka.properties.%s cannot be set: order and durability rest on it"
                        .formatted(name)));
  }

  Map<String, Object> producer(String source) {
    Map<String, Object> settings = new HashMap<>();
    // A send counts as done only when every in-sync replica has it.
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    // Retries inside the client do not repeat.
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A partition's next batch leaves when the one before it is answered. Idempotence would not
    // hold back a second one under way: a broker that knows nothing of a producer yet takes any
    // sequence number from it, so after a restart a refused first batch could be overtaken.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    // A broker that restarts is ridden through; one that stays away ends the process after this.
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 30_000);
    // How long a send waits for a topic's metadata or for room in the buffer.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 60_000);
    // A bound on memory while the broker is away, beside the engine's own queue.
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L * 1024 * 1024);
    // Equal to a topic's default max.message.bytes: what the broker would refuse is refused here,
    // before it is on its way.
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1024 * 1024);
    // Fast to decompress for every consumer; events of one kind shrink to about a third.
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    // Only gathers while a batch is handed over; the pass then flushes and does not wait for it.
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "ensemble-relay-" + source);
    settings.putAll(properties == null ? Map.of() : properties);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return settings;
  }
}
