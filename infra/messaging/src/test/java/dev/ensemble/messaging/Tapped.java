package dev.ensemble.messaging;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A real Kafka consumer, whose rebalances are counted and which a test may stop at a point. */
class Tapped {
  final AtomicInteger assigned = new AtomicInteger();
  final AtomicInteger revoked = new AtomicInteger();
  final AtomicInteger lost = new AtomicInteger();
  final AtomicInteger polled = new AtomicInteger();

  /** Polls without a record. */
  final AtomicInteger vain = new AtomicInteger();

  final AtomicInteger opened = new AtomicInteger();

  /** Whether offsets go to the broker; otherwise it is as if the process had died before. */
  volatile boolean commits = true;

  /** Something is durable in the database, and the broker does not know of it. */
  void beforeOffsets() {}

  /** The broker knows. */
  void afterOffsets() {}

  /** How often its partitions changed. */
  int rebalances() {
    return assigned.get() + revoked.get() + lost.get();
  }

  @SuppressWarnings("unchecked")
  final Consumer<byte[], byte[]> connect(Map<String, Object> settings) {
    Consumer<byte[], byte[]> real = new KafkaConsumer<>(settings);
    opened.incrementAndGet();
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> call(real, method, arguments));
  }

  private @Nullable Object call(Consumer<byte[], byte[]> real, Method method, Object[] arguments)
      throws Throwable {
    try {
      return switch (method.getName()) {
        case "subscribe" -> {
          arguments[1] = counting((ConsumerRebalanceListener) arguments[1]);
          yield method.invoke(real, arguments);
        }
        case "poll" -> {
          Object records = method.invoke(real, arguments);
          int count = ((ConsumerRecords<?, ?>) records).count();
          polled.addAndGet(count);
          if (count == 0) {
            vain.incrementAndGet();
          }
          yield records;
        }
        case "commitSync" -> commit(real, method, arguments);
        default -> method.invoke(real, arguments);
      };
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private @Nullable Object commit(Consumer<byte[], byte[]> real, Method method, Object[] arguments)
      throws ReflectiveOperationException {
    beforeOffsets();
    @Nullable Object nothing = commits ? method.invoke(real, arguments) : null;
    afterOffsets();
    return nothing;
  }

  private ConsumerRebalanceListener counting(ConsumerRebalanceListener real) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        real.onPartitionsAssigned(partitions);
        count(assigned, partitions);
      }

      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        real.onPartitionsRevoked(partitions);
        count(revoked, partitions);
      }

      @Override
      public void onPartitionsLost(Collection<TopicPartition> partitions) {
        real.onPartitionsLost(partitions);
        count(lost, partitions);
      }
    };
  }

  private static void count(AtomicInteger counter, Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      counter.incrementAndGet();
    }
  }
}
