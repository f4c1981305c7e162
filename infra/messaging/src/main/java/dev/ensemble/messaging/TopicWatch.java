package dev.ensemble.messaging;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the topics are there. Kafka lets a consumer subscribe to a topic that does not
 * exist and says so only in the client's own words; a name with a typing error wants plain ones.
 */
final class TopicWatch {

  /** As often as the client itself looks for new topics. */
  private static final Duration PACE = Duration.ofSeconds(10);

  /** Past it the broker counts as away, which is not this class's business. */
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(TopicWatch.class);

  private final String consumer;
  private final Set<String> names;
  private final LongSupplier nanoTime;
  private final Set<String> unseen;
  private final Set<String> missing = new TreeSet<>();
  private long nextNanos;

  TopicWatch(String consumer, Set<String> names, LongSupplier nanoTime) {
    this.consumer = consumer;
    this.names = names;
    this.nanoTime = nanoTime;
    this.unseen = new TreeSet<>(names);
    this.nextNanos = nanoTime.getAsLong();
  }

  Set<String> names() {
    return names;
  }

  Set<String> missing() {
    return missing;
  }

  /** Looks for what was not seen yet, if it is time. A topic seen once is looked for no more. */
  void look(Consumer<byte[], byte[]> kafka) {
    if (unseen.isEmpty() || nanoTime.getAsLong() - nextNanos < 0) {
      return;
    }
    nextNanos = nanoTime.getAsLong() + PACE.toNanos();
    try {
      for (String topic : Set.copyOf(unseen)) {
        note(topic, !kafka.partitionsFor(topic, ANSWER_TIME_MAX).isEmpty());
      }
    } catch (RetriableException away) {
      log.debug("the broker does not say which topics there are", away);
    }
  }

  private void note(String topic, boolean isThere) {
    if (!isThere) {
      if (missing.add(topic)) {
        log.warn(
            "Consumer {} reads the topic {}, which does not exist. It waits until somebody makes it"
                + " and goes on with the other topics.",
            consumer,
            topic);
      }
      return;
    }
    unseen.remove(topic);
    if (missing.remove(topic)) {
      log.info("Consumer {}: the topic {} is there now", consumer, topic);
    }
  }
}
