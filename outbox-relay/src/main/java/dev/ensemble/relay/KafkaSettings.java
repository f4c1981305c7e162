package dev.ensemble.relay;

import static dev.ensemble.relay.Checks.matches;
import static dev.ensemble.relay.Checks.require;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
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
          ProducerConfig.TRANSACTIONAL_ID_CONFIG,
          // The relay's own limits are below it, and readers wait that long after a crash.
          ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);

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

  /** For rows that leave as they come. */
  Map<String, Object> producer(String source) {
    Map<String, Object> settings = common(source);
    // A partition's next batch leaves when the one before it is answered. Idempotence would not
    // hold back a second one under way: a broker that knows nothing of a producer yet takes any
    // sequence number from it, so after a restart a refused first batch could be overtaken.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return settings;
  }

  /**
   * For rows that leave with their position, in transactions that this id fences.
   *
   * @param refusesGaps what {@link TransactionVersion} found out
   */
  Map<String, Object> producer(String source, String transactionalId, boolean refusesGaps) {
    Map<String, Object> settings = common(source);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    // What was overtaken is never seen: a refused batch aborts the whole transaction. Five is the
    // most that idempotence keeps in order, where the broker refuses a gap before the first batch.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, refusesGaps ? 5 : 1);
    // After a crash the readers of committed records wait that long, unless a new relay comes
    // first.
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
    return settings;
  }

  /** For committed records of few topics, whole. */
  Map<String, Object> reader() {
    return reader(IsolationLevel.READ_COMMITTED);
  }

  Map<String, Object> reader(IsolationLevel isolation) {
    Map<String, Object> settings = known(ConsumerConfig.configNames());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Retention may take away what is being read; what comes after it is still to be seen.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // Closing waits for the fetch under way, which asks for what is behind the end; half a second
    // by default, and a standby's takeover would last that much longer.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return settings;
  }

  Map<String, Object> admin() {
    return known(AdminClientConfig.configNames());
  }

  /** What was set for the producer and means the same here: addresses, TLS, SASL. */
  private Map<String, Object> known(Set<String> names) {
    Map<String, Object> settings = new HashMap<>(properties == null ? Map.of() : properties);
    settings.keySet().retainAll(names);
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return settings;
  }

  private Map<String, Object> common(String source) {
    Map<String, Object> settings = new HashMap<>();
    // A send counts as done only when every in-sync replica has it.
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    // Retries inside the client do not repeat.
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
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
    // Nothing waits to be gathered: while one request is under way, the next one gathers by itself.
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "ensemble-relay-" + source);
    settings.putAll(properties == null ? Map.of() : properties);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return settings;
  }
}
