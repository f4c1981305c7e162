package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer in a thread of its own: a hundred keys, each with facts that count from 1. Some are
 * sent again later, as a relay does after a restart.
 */
final class Load implements AutoCloseable {
  private static final int KEYS = 100;

  /** Facts that may still come again. */
  private static final int RECENT_MAX = 200;

  private static final int BURST = 20;
  private static final Duration END_MAX = Duration.ofMinutes(3);

  /** What a fact tells. */
  record Told(String key, int number) {}

  /**
   * How much of it.
   *
   * @param perSecond about so many facts
   * @param oneAgainOf one of so many is sent a second time; 0 for none
   */
  record Rate(int perSecond, int oneAgainOf) {}

  private final String topic;
  private final Rate rate;
  private final Random random;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<UUID, Told> told = new HashMap<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
  private final Thread thread;
  private int again;

  private Load(String topic, Rate rate, long seed) {
    this.topic = topic;
    this.rate = rate;
    this.random = new Random(seed);
    this.producer =
        new KafkaProducer<>(
            // It waits for longer than any drill has the broker away.
            Map.of(
                "bootstrap.servers", TestKafka.bootstrapServers(),
                "linger.ms", 0,
                "max.block.ms", 180_000,
                "delivery.timeout.ms", 180_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.thread = Thread.ofPlatform().name("load").start(this::produce);
  }

  static Load on(String topic, Rate rate, long seed) {
    return new Load(topic, rate, seed);
  }

  private void produce() {
    Map<String, Integer> numbers = new HashMap<>();
    List<Facts> recent = new ArrayList<>();
    while (!stop.get()) {
      for (int n = 0; n < BURST; n++) {
        String key = "key-" + random.nextInt(KEYS);
        int number = numbers.merge(key, 1, Integer::sum);
        Facts fact = Lot.fact(key, number);
        told.put(fact.id(), new Told(key, number));
        send(fact);
        recent.add(fact);
        if (recent.size() > RECENT_MAX) {
          recent.removeFirst();
        }
        if (rate.oneAgainOf() > 0 && random.nextInt(rate.oneAgainOf()) == 0) {
          send(recent.get(random.nextInt(recent.size())));
          again++;
        }
      }
      pace(Duration.ofSeconds(1).dividedBy(rate.perSecond()).multipliedBy(BURST));
    }
  }

  /** Paces a load, or a fault; nothing is concluded from the time that has passed. */
  static void pace(Duration pause) {
    try {
      boolean never = new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS);
      assertThat(never).isFalse();
    } catch (InterruptedException unasked) {
      throw new IllegalStateException(unasked);
    }
  }

  private void send(Facts fact) {
    sent.add(producer.send(fact.toSend(topic)));
  }

  /** Returns when all is at the broker: what was told, by the fact's id. */
  Map<UUID, Told> stop() throws InterruptedException, ExecutionException {
    stop.set(true);
    if (!thread.join(END_MAX)) {
      throw new AssertionError("the producer does not end");
    }
    producer.flush();
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
    return told;
  }

  /** How many records were sent a second time; known once it has stopped. */
  int again() {
    return again;
  }

  @Override
  public void close() {
    stop.set(true);
    producer.close(Duration.ofSeconds(5));
  }
}
