package dev.ensemble.testkit;

import dev.ensemble.testkit.faults.TcpProxy;
import dev.ensemble.testkit.servers.KafkaServer;
import dev.ensemble.testkit.servers.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The one Kafka broker of this JVM (KRaft), started at first use and stopped with the JVM. */
public final class TestKafka {

  /** Longer than any answer of a healthy broker on a loaded machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final KafkaServer BROKER = start();
  private static final KafkaProducer<byte[], byte[]> PRODUCER =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", BROKER.bootstrapServers()),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  private TestKafka() {}

  private static KafkaServer start() {
    KafkaServer started = Servers.kafka();
    Runtime.getRuntime().addShutdownHook(new Thread(started::close, "test-kafka-stop"));
    return started;
  }

  public static String bootstrapServers() {
    return BROKER.bootstrapServers();
  }

  /**
   * The same broker, reached through {@link #proxy()} alone, also after a client was told where its
   * partitions are.
   */
  public static String proxiedServers() {
    return "127.0.0.1:" + proxy().port();
  }

  /** The network before {@link #proxiedServers()}: whoever breaks it makes it pass again. */
  public static TcpProxy proxy() {
    return BROKER.proxy();
  }

  /** Stops the broker, whose clients lose their connections; returns when it has stopped. */
  public static void down() {
    BROKER.down();
  }

  /** Starts the broker that was stopped, with all that it had, at the same ports. */
  public static void up() {
    BROKER.up();
  }

  /** Makes a topic, waits until the broker leads its partitions, and returns its name. */
  public static String createTopic(String name, int partitions) {
    createUnopenedTopic(name, partitions);
    awaitOpen(name, partitions);
    return name;
  }

  /** Makes a topic, whose partitions the broker may still have to open. */
  public static void createUnopenedTopic(String name, int partitions) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      await(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all());
    }
  }

  /**
   * Waits until the broker leads the topic's partitions. Only the leader itself answers what is
   * asked here. Whoever produces before it leads may have his second batch taken before his first,
   * which is out of sequence then for as long as he tries (KAFKA-15591).
   */
  public static void awaitOpen(String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int p = 0; p < partitions; p++) {
      ends.put(new TopicPartition(topic, p), OffsetSpec.latest());
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      awaitLeaders(admin, ends);
    }
  }

  /** Deletes a topic with all that it has. */
  public static void deleteTopic(String name) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      await(admin.deleteTopics(List.of(name)).all());
    }
  }

  /**
   * Has the broker speak another version of the protocol of transactions, as one does that was
   * upgraded from an older one: 2 is this broker's own, and the test that changes it sets it back.
   */
  public static void transactionVersion(int version) {
    FeatureUpdate.UpgradeType type =
        version < 2 ? FeatureUpdate.UpgradeType.SAFE_DOWNGRADE : FeatureUpdate.UpgradeType.UPGRADE;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      await(
          admin
              .updateFeatures(
                  Map.of("transaction.version", new FeatureUpdate((short) version, type)),
                  new UpdateFeaturesOptions())
              .all());
    }
  }

  /** At first the broker itself may not have heard of what its controller has made. */
  private static void awaitLeaders(Admin admin, Map<TopicPartition, OffsetSpec> ends) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        await(admin.listOffsets(ends).all());
        return;
      } catch (IllegalStateException notYet) {
        boolean unheardOf =
            notYet.getCause() instanceof ExecutionException answer
                && answer.getCause() instanceof UnknownTopicOrPartitionException;
        if (!unheardOf || System.nanoTime() > deadline) {
          throw notYet;
        }
      }
    }
  }

  /** Sends the record and waits for the broker's acknowledgement. */
  public static RecordMetadata produce(ProducerRecord<byte[], byte[]> message) {
    return await(PRODUCER.send(message));
  }

  /** All committed records of the topic up to its present end, partition after partition. */
  public static List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
    return readAll(topic, "read_committed");
  }

  /**
   * All records of the topic up to its present end, partition after partition.
   *
   * @param isolation Kafka's {@code isolation.level}
   */
  public static List<ConsumerRecord<byte[], byte[]>> readAll(String topic, String isolation) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers(),
            "isolation.level",
            isolation,
            // What is there is there. At a partition's end the broker holds a fetch for half a
            // second, and the next partition's would wait behind it.
            "fetch.max.wait.ms",
            10);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (int p = 0; p < consumer.partitionsFor(topic).size(); p++) {
        TopicPartition partition = new TopicPartition(topic, p);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) < end) {
          if (System.nanoTime() > deadline) {
            throw new IllegalStateException("the end of " + partition + " did not come");
          }
          consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
      }
    }
    return records;
  }

  /**
   * Sets a group's committed offsets back to the beginning of its topics: it replays everything.
   *
   * @throws IllegalStateException where the group still has members, or never committed
   */
  public static void rewind(String group) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      Map<TopicPartition, OffsetSpec> committed = new HashMap<>();
      await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
          .keySet()
          .forEach(partition -> committed.put(partition, OffsetSpec.earliest()));
      if (committed.isEmpty()) {
        throw new IllegalStateException(
            "group " + group + " has committed nothing to go back from");
      }
      Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
      await(admin.listOffsets(committed).all())
          .forEach((where, at) -> beginnings.put(where, new OffsetAndMetadata(at.offset())));
      await(admin.alterConsumerGroupOffsets(group, beginnings).all());
    }
  }

  private static <T> T await(java.util.concurrent.Future<T> answer) {
    return answerOf(answer);
  }

  private static <T> T await(org.apache.kafka.common.KafkaFuture<T> answer) {
    return answerOf(answer.toCompletionStage().toCompletableFuture());
  }

  private static <T> T answerOf(java.util.concurrent.Future<T> answer) {
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the broker", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker did not do it", e);
    }
  }
}
