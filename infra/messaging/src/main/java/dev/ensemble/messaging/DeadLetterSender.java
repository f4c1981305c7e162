package dev.ensemble.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends one record after the other to the dead-letter topic, and waits for each. After a failure
 * its producer is closed, so that nothing of it is on the way when the same record is sent again.
 */
final class DeadLetterSender implements AutoCloseable {

  /** A broker that is started again is back by then; one that is not is tried again. */
  static final Duration DELIVERY_TIME_MAX = Duration.ofSeconds(30);

  /** For a topic's metadata, and for each answer. */
  static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(10);

  /** Larger than any topic lets a record be as a rule: the topic decides what is too large. */
  static final int RECORD_BYTES_MAX = 32 * 1024 * 1024;

  private static final Duration CLOSE_TIME_MAX = Duration.ofSeconds(1);

  private final String topic;
  private final Map<String, Object> settings;
  private @Nullable Open open;

  private record Open(KafkaProducer<byte[], byte[]> producer, int partitions) {}

  DeadLetterSender(MessagingProperties.Kafka kafka, String consumer, String topic) {
    this.topic = topic;
    Map<String, Object> all = new HashMap<>(kafka.properties());
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    all.put(ProducerConfig.CLIENT_ID_CONFIG, consumer + "-dead-letters");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_TIME_MAX.toMillis());
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIME_MAX.toMillis());
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_TIME_MAX.toMillis());
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RECORD_BYTES_MAX);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) RECORD_BYTES_MAX);
    this.settings = Map.copyOf(all);
  }

  /**
   * Returns when the broker has it for good.
   *
   * @return false where the topic takes no such record, now or ever
   * @throws DeadLetterTopicUnfit where there is no such topic
   * @throws KafkaException where it is not known to be there; it may be
   */
  boolean send(DeadLetter letter) {
    try {
      Open to = opened();
      to.producer().send(letter.toSend(topic, to.partitions())).get();
      return true;
    } catch (ExecutionException failed) {
      return refusedOrThrown(failed.getCause());
    } catch (RecordTooLargeException atOnce) {
      return false;
    } catch (KafkaException failed) {
      close();
      throw failed;
    } catch (InterruptedException stopped) {
      close();
      throw new InterruptException(stopped);
    }
  }

  private boolean refusedOrThrown(@Nullable Throwable cause) {
    if (cause instanceof RecordTooLargeException
        || cause instanceof RecordBatchTooLargeException
        || cause instanceof InvalidRecordException) {
      return false;
    }
    close();
    throw cause instanceof KafkaException kafka ? kafka : new KafkaException(cause);
  }

  private Open opened() throws InterruptedException {
    if (open == null) {
      // Asked before the producer is: its own question would make the topic, where brokers do that.
      int partitions = partitions();
      open =
          new Open(
              new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
              partitions);
    }
    return open;
  }

  private int partitions() throws InterruptedException {
    Map<String, Object> asking = new HashMap<>(settings);
    asking.keySet().retainAll(AdminClientConfig.configNames());
    asking.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_TIME_MAX.toMillis());
    try (Admin admin = Admin.create(asking)) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get(ANSWER_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)
          .values()
          .iterator()
          .next()
          .partitions()
          .size();
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      if (cause instanceof UnknownTopicOrPartitionException) {
        throw new DeadLetterTopicUnfit(
            "the dead-letter topic "
                + topic
                + " does not exist: make it, or take ensemble.messaging.inbox.dead-letter-topic"
                + " away; what is parked stays parked, and is copied when it is there");
      }
      throw cause instanceof KafkaException kafka ? kafka : new KafkaException(cause);
    } catch (TimeoutException silent) {
      throw new KafkaException("the broker does not tell whether " + topic + " exists", silent);
    }
  }

  @Override
  public void close() {
    if (open != null) {
      open.producer().close(CLOSE_TIME_MAX);
      open = null;
    }
  }
}
