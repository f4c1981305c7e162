package dev.ensemble.bench.relay;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;

/** A consumer on a thread of its own that notes when rows of interest come out of its poll. */
final class Arrivals implements AutoCloseable {
  private static final Duration POLL_MAX = Duration.ofMillis(200);
  private static final Duration NOTHING_FOR_MAX = Duration.ofSeconds(60);

  private final Consumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final long first;
  private final long[] polledNanos;
  private final CountDownLatch warm;
  private final CountDownLatch open;
  private final AtomicLong seen = new AtomicLong();

  /**
   * Begins to read the topic from its start.
   *
   * @param warmUp rows that come before those of interest
   * @param first the number of the first row of interest
   * @param count how many rows are
   */
  Arrivals(String bootstrapServers, int warmUp, long first, int count) {
    this.first = first;
    this.polledNanos = new long[count];
    this.warm = new CountDownLatch(warmUp);
    this.open = new CountDownLatch(count);
    this.consumer = TopicWatch.reader(bootstrapServers);
    consumer.assign(TopicWatch.PARTITIONS);
    this.thread = Thread.ofPlatform().name("arrivals").start(this::poll);
  }

  private void poll() {
    try {
      while (true) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_MAX);
        long now = System.nanoTime();
        records.forEach(found -> note(Event.numberIn(found.value()), now));
      }
    } catch (WakeupException closing) {
      consumer.close();
    }
  }

  private void note(long number, long now) {
    seen.incrementAndGet();
    if (number < first) {
      warm.countDown();
    } else if (polledNanos[(int) (number - first)] == 0) {
      polledNanos[(int) (number - first)] = now;
      open.countDown();
    }
  }

  void awaitWarm(RunningContender contender) throws InterruptedException {
    await(warm, contender);
  }

  /** When each row of interest was polled, when all have been. */
  long[] awaitAll(RunningContender contender) throws InterruptedException {
    await(open, contender);
    return polledNanos;
  }

  private void await(CountDownLatch latch, RunningContender contender) throws InterruptedException {
    long before = -1;
    while (!latch.await(NOTHING_FOR_MAX.toSeconds(), TimeUnit.SECONDS)) {
      contender.requireAlive();
      if (seen.get() == before) {
        throw contender.failed("has sent nothing more for " + NOTHING_FOR_MAX.toSeconds() + " s");
      }
      before = seen.get();
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
