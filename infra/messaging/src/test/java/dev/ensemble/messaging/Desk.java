package dev.ensemble.messaging;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestKafka;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** A topic and a group of their own, and workers of the shop on them, stepped by the test. */
final class Desk implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final String topic = "desk-" + COUNT.incrementAndGet();
  final String consumer = "shop-" + topic;
  final List<String> topics = new ArrayList<>(List.of(topic));
  final Map<String, String> kafkaProperties = new HashMap<>();
  Function<Map<String, Object>, Consumer<byte[], byte[]>> connect = KafkaConsumer::new;

  GroupProtocol protocol = GroupProtocol.CLASSIC;

  String bootstrapServers = TestKafka.bootstrapServers();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** The real time and this: what the meters go by. */
  final AtomicLong millisAhead = new AtomicLong();

  private final InboxMeters inboxMeters =
      new InboxMeters(meters, consumer, () -> System.currentTimeMillis() + millisAhead.get());

  /** The time of backoffs: it stands until a test moves it. */
  final AtomicLong nanos = new AtomicLong();

  /** Where a drill runs, it is the real one. */
  LongSupplier time = nanos::get;

  private final Shop shop;
  private final List<InboxWorker> workers = new ArrayList<>();

  private Desk(Shop shop) {
    this.shop = shop;
  }

  static Desk open(Shop shop, int partitions) {
    Desk desk = new Desk(shop);
    TestKafka.createTopic(desk.topic, partitions);
    return desk;
  }

  InboxWorker worker() {
    return worker(null);
  }

  MessagingProperties properties(@Nullable String instanceId) {
    return properties(
        new MessagingProperties.Kafka(bootstrapServers, kafkaProperties), protocol, instanceId);
  }

  static MessagingProperties properties(
      MessagingProperties.Kafka kafka, GroupProtocol protocol, @Nullable String instanceId) {
    return new MessagingProperties(
        "/ensemble/shop",
        kafka,
        new MessagingProperties.Inbox(
            true,
            1,
            instanceId,
            protocol,
            500,
            3,
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            10_000,
            1_000,
            DataSize.ofGigabytes(1),
            null),
        new MessagingProperties.Database(null, "relay"),
        Duration.ofDays(14),
        Duration.ofDays(7),
        new MessagingProperties.Retention(
            Duration.ofDays(7),
            Duration.ofDays(30),
            Duration.ofDays(7),
            null,
            Duration.ofDays(365),
            null),
        new MessagingProperties.Admin(null, null, false, true),
        new MessagingProperties.ParkingFacts(null));
  }

  InboxWorker worker(@Nullable String instanceId) {
    if (protocol == GroupProtocol.CLASSIC) {
      // How soon the others learn that they are to share; in the other protocol the broker says it.
      kafkaProperties.putIfAbsent("heartbeat.interval.ms", "100");
    }
    Map<String, Object> settings =
        ConsumerSettings.of(properties(instanceId), consumer, workers.size() + 1);
    Reactions<Shop.Counted> reactions = shop.reactions(consumer, topics.toArray(String[]::new));
    InboxWorker worker =
        worker(shop::bean, reactions, () -> connect.apply(settings), time, inboxMeters);
    workers.add(worker);
    return worker;
  }

  /** As the library's own configuration puts it together, but for the consumer and the time. */
  static InboxWorker worker(
      Beans beans,
      Reactions<?> reactions,
      Supplier<Consumer<byte[], byte[]>> connect,
      LongSupplier time,
      InboxMeters meters) {
    String consumer = reactions.consumer();
    return new InboxWorker(
        connect,
        new TopicWatch(consumer, reactions.topics(), time),
        new Intake<>(
            reactions,
            beans.get(FactJson.class),
            beans.get(FactTransaction.class),
            beans.get(RememberedDays.class),
            beans.get(Outages.class)),
        new Holds(
            consumer,
            new Holds.Patience(3, new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10))),
            time),
        meters);
  }

  /** What an application has. */
  interface Beans {
    <T> T get(Class<T> type);
  }

  /** A process's share of the group, in loops of its own. */
  InboxWorkers instance(int count) {
    List<InboxWorker> its = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      its.add(worker());
    }
    return new InboxWorkers(properties(null), consumer, its);
  }

  void send(int partition, String... keys) {
    for (String key : keys) {
      send(partition, Shop.counted(key));
    }
  }

  void send(int partition, Facts fact) {
    ProducerRecord<byte[], byte[]> made = fact.toSend(topic);
    TestKafka.produce(
        new ProducerRecord<>(topic, partition, made.key(), made.value(), made.headers()));
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** Steps the workers until it is so: for what comes, never to show that something does not. */
  void until(BooleanSupplier isSo, InboxWorker... stepped) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    do {
      for (InboxWorker worker : stepped) {
        worker.runOnce();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not come about; effects: " + shop.effects());
      }
    } while (!isSo.getAsBoolean());
  }

  void steps(int count, InboxWorker worker) {
    for (int i = 0; i < count; i++) {
      worker.runOnce();
    }
  }

  /** Where the group stands at the broker; -1 where nothing is committed. */
  long committed(int partition) {
    try (Admin admin = admin()) {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(consumer)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(new TopicPartition(topic, partition));
      return offset == null ? -1 : offset.offset();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));
  }

  double counted(String outcome) {
    return meters
        .get("ensemble.inbox.records")
        .tags("consumer", consumer, "outcome", outcome)
        .counter()
        .count();
  }

  /** As a crash would: what was opened so far does not leave its group. */
  void forgetWorkers() {
    workers.clear();
  }

  @Override
  public void close() {
    workers.forEach(InboxWorker::close);
  }

  static String only(List<String> one) {
    if (one.size() != 1) {
      throw new AssertionError("not exactly one: " + one);
    }
    return Objects.requireNonNull(one.getFirst());
  }
}
