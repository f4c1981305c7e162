package dev.ensemble.bench.inbox;

import dev.ensemble.bench.common.NewTopics;
import dev.ensemble.bench.common.Servers;
import dev.ensemble.bench.inbox.contenders.Task;
import dev.ensemble.bench.inbox.contenders.Transfer;
import dev.ensemble.local.stack.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The events on their topics, and where the group stands. */
final class Topics implements AutoCloseable {
  private static final short COPIES = 1;
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Admin admin;
  private final String bootstrapServers;

  Topics(Servers servers) {
    bootstrapServers = servers.bootstrapServers();
    admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  void make(String topic) throws InterruptedException {
    NewTopics.make(admin, List.of(new NewTopic(topic, Plan.PARTITIONS, COPIES)));
  }

  /** All events at once. */
  void fill(Events events) {
    try (Producer<byte[], byte[]> producer = producer("50")) {
      List<Future<RecordMetadata>> sends = new ArrayList<>();
      for (long number = 0; number < events.count(); number++) {
        sends.add(producer.send(events.get(number).toSend(events.topic())));
      }
      requireSent(sends);
    }
  }

  /** So many a second, each sent at its time or as soon after it as can be. */
  void pace(String topic, Events events, int perSecond) {
    long pace = Duration.ofSeconds(1).toNanos() / perSecond;
    try (Producer<byte[], byte[]> producer = producer("0")) {
      List<Future<RecordMetadata>> sends = new ArrayList<>();
      long start = System.nanoTime();
      for (long number = 0; number < events.count(); number++) {
        LockSupport.parkNanos(start + number * pace - System.nanoTime());
        Event event = events.get(number, Transfer.nowMicros());
        sends.add(producer.send(event.toSend(topic)));
      }
      requireSent(sends);
    }
  }

  private static void requireSent(List<Future<RecordMetadata>> sends) {
    for (Future<RecordMetadata> send : sends) {
      try {
        send.get();
      } catch (ExecutionException e) {
        throw new Refusal("an event was not sent: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Refusal("interrupted while sending", e);
      }
    }
  }

  private Producer<byte[], byte[]> producer(String lingerMillis) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.LINGER_MS_CONFIG,
            lingerMillis,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** The next consumer begins at the beginning. */
  void forgetGroup() throws InterruptedException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (true) {
      try {
        await(admin.deleteConsumerGroups(List.of(Task.CONSUMER)).all());
        return;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof GroupIdNotFoundException) {
          return;
        }
        if (!(e.getCause() instanceof GroupNotEmptyException) || System.nanoTime() > deadline) {
          throw new Refusal("the group cannot be forgotten: " + e.getCause(), e);
        }
        Thread.sleep(LOOK_EVERY);
      }
    }
  }

  /** How many records the group has left behind it, over all partitions. */
  long committed() throws InterruptedException {
    try {
      return await(admin.listConsumerGroupOffsets(Task.CONSUMER).partitionsToOffsetAndMetadata())
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } catch (ExecutionException e) {
      throw new Refusal("the group's offsets cannot be read: " + e.getCause(), e);
    }
  }

  private static <T> T await(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException {
    try {
      return future.get(WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new Refusal("the broker does not answer", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
