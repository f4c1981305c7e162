package dev.ensemble.bench.common;

import dev.ensemble.local.stack.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Topics that are made for a measurement. */
public final class NewTopics {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private NewTopics() {}

  /**
   * Makes them, and returns when one can produce to them. Whoever does before the broker leads a
   * partition may have his second batch taken and his first refused: that one is out of sequence
   * then, and is sent again until it expires, minutes later.
   *
   * @throws Refusal where that takes more than a minute for any of them
   */
  public static void make(Admin admin, List<NewTopic> topics) throws InterruptedException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    try {
      await(admin.createTopics(topics).all());
      // Only the leader itself answers this.
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (NewTopic topic : topics) {
        for (int partition = 0; partition < topic.numPartitions(); partition++) {
          ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
        }
      }
      while (!isLed(admin, ends)) {
        if (System.nanoTime() > deadline) {
          throw new Refusal("nobody leads the new topics " + topics);
        }
        Thread.sleep(LOOK_EVERY);
      }
    } catch (ExecutionException e) {
      throw new Refusal("the topics %s cannot be made: %s".formatted(topics, e.getCause()), e);
    } catch (TimeoutException e) {
      throw new Refusal("the broker does not answer", e);
    }
  }

  /** At first the broker itself may not have heard of what its controller has made. */
  private static boolean isLed(Admin admin, Map<TopicPartition, OffsetSpec> ends)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      await(admin.listOffsets(ends).all());
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  private static <T> T await(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(WITHIN.toSeconds(), TimeUnit.SECONDS);
  }
}
