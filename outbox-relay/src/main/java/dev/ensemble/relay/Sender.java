package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's producer, of which nothing more leaves after the first failed send: a later record of the
 * same key must not overtake the one that failed.
 */
final class Sender implements AutoCloseable {
  /** For rows that do not come from the stream. */
  static final long NO_COMMIT_TIME = 0;

  private final KafkaProducer<byte[], byte[]> producer;
  private final SourceState state;
  private final AtomicReference<@Nullable RelayFailure> failure = new AtomicReference<>();
  private volatile boolean hasSentRows;

  Sender(Map<String, Object> settings, SourceState state) {
    this.producer = new KafkaProducer<>(settings);
    this.state = state;
  }

  /** Returns when everything that was sent is acknowledged. */
  void flush() throws InterruptedException {
    step(KafkaProducer::flush);
  }

  /** Fences whoever has the transactional id, and aborts what that one had begun. */
  void initTransactions() throws InterruptedException {
    step(KafkaProducer::initTransactions);
  }

  void beginTransaction() throws InterruptedException {
    step(KafkaProducer::beginTransaction);
  }

  /** Waits for every acknowledgement, and throws if one was refused. */
  void commitTransaction() throws InterruptedException {
    step(KafkaProducer::commitTransaction);
  }

  /** What is done to the producer; a failure leaves as a sentence. */
  private interface Step {
    void on(KafkaProducer<byte[], byte[]> producer);
  }

  /**
   * Waits only where the client's buffer is full or a topic is not yet known.
   *
   * @param commitMicros when it was committed, in microseconds since 1970
   */
  void send(ProducerRecord<byte[], byte[]> record, byte[] id, Receipt receipt, long commitMicros)
      throws InterruptedException {
    hasSentRows = true;
    send(record, new Sent(record.topic(), record.key(), id, receipt, commitMicros), receipt);
  }

  /** For what the relay keeps for itself. */
  void sendState(ProducerRecord<byte[], byte[]> record, Receipt receipt)
      throws InterruptedException {
    send(
        record,
        (metadata, error) -> {
          if (error == null) {
            receipt.acknowledgeOne();
          } else {
            failWith(RelayFailure.ofKafka("Writing to topic " + record.topic() + " failed", error));
          }
        },
        receipt);
  }

  private void send(ProducerRecord<byte[], byte[]> record, Callback sent, Receipt receipt)
      throws InterruptedException {
    throwFirstFailure();
    receipt.expectOne();
    step(
        kafka -> {
          Future<RecordMetadata> unused = kafka.send(record, sent);
        });
  }

  private void step(Step step) throws InterruptedException {
    try {
      step.on(producer);
    } catch (InterruptException e) {
      throw (InterruptedException) new InterruptedException("while sending").initCause(e);
    } catch (KafkaException | IllegalStateException e) {
      throwFirstFailure();
      throw RelayFailure.ofKafka("Kafka's client failed", e);
    }
    throwFirstFailure();
  }

  /** Whether a row was handed to the client, whatever became of it. */
  boolean hasSentRows() {
    return hasSentRows;
  }

  void throwFirstFailure() {
    RelayFailure first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  /**
   * Closing here, in the thread that the failure comes in, and not in the caller, is what keeps
   * order: the sender ends before it takes up the partition's next batch, and with one request in
   * flight no later batch of that partition is under way already.
   */
  private void failWith(RelayFailure first) {
    if (failure.compareAndSet(null, first)) {
      producer.close(Duration.ZERO);
    }
  }

  /** At once: what is not acknowledged by now is not marked either, and will be sent again. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  /** Holds no record, or the payloads would stay in memory until they are acknowledged. */
  private final class Sent implements Callback {
    private final String topic;
    private final byte[] key;
    private final byte[] id;
    private final Receipt receipt;
    private final long commitMicros;

    private Sent(String topic, byte[] key, byte[] id, Receipt receipt, long commitMicros) {
      this.topic = topic;
      this.key = key;
      this.id = id;
      this.receipt = receipt;
      this.commitMicros = commitMicros;
    }

    /**
     * Runs in the sender's own thread when a broker refused or a timeout passed, and in the
     * caller's when the client itself refused.
     */
    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
      if (error == null && metadata != null) {
        state.published(
            metadata.serializedKeySize() + metadata.serializedValueSize(), commitMicros);
        receipt.acknowledgeOne();
        return;
      }
      String row = new String(id, UTF_8);
      String sentence = "Publishing event %s to topic %s failed".formatted(row, topic);
      failWith(
          error instanceof RecordTooLargeException
              ? new RowRefused(row, key, sentence + ": " + error.getMessage(), error)
              : RelayFailure.ofKafka(sentence, error));
    }
  }
}
