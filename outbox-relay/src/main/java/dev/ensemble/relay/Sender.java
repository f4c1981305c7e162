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
import org.jspecify.annotations.Nullable;

/**
 * Kafka's producer, of which nothing more leaves after the first failed send: a later record of the
 * same key must not overtake the one that failed.
 */
final class Sender implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final SourceState state;
  private final AtomicReference<@Nullable RelayFailure> failure = new AtomicReference<>();

  Sender(Map<String, Object> settings, SourceState state) {
    this.producer = new KafkaProducer<>(settings);
    this.state = state;
  }

  /** What is done to the producer besides sending; a failure leaves as a sentence. */
  interface Step {
    void on(KafkaProducer<byte[], byte[]> producer);
  }

  /** Waits only where the client's buffer is full or a topic is not yet known. */
  void send(ProducerRecord<byte[], byte[]> record, byte[] id, Receipt receipt, long commitMicros)
      throws InterruptedException {
    throwFirstFailure();
    receipt.expectOne();
    Sent sent = new Sent(record.topic(), id, receipt, commitMicros);
    step(
        kafka -> {
          Future<RecordMetadata> unused = kafka.send(record, sent);
        });
  }

  /** For a record of whose fate the end of the transaction tells. */
  void send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
    step(
        kafka -> {
          Future<RecordMetadata> unused = kafka.send(record);
        });
  }

  void step(Step step) throws InterruptedException {
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

  void throwFirstFailure() {
    RelayFailure first = failure.get();
    if (first != null) {
      throw first;
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
    private final byte[] id;
    private final Receipt receipt;
    private final long commitMicros;

    private Sent(String topic, byte[] id, Receipt receipt, long commitMicros) {
      this.topic = topic;
      this.id = id;
      this.receipt = receipt;
      this.commitMicros = commitMicros;
    }

    /**
     * Runs in the sender's own thread when a broker refused or a timeout passed, and in the
     * caller's when the client itself refused. Closing here, and not in the caller, is what keeps
     * order: the sender ends before it takes up the partition's next batch, and with one request in
     * flight no later batch of that partition is under way already.
     */
    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
      if (error == null && metadata != null) {
        state.published(
            metadata.serializedKeySize() + metadata.serializedValueSize(), commitMicros);
        receipt.acknowledgeOne();
        return;
      }
      RelayFailure first =
          RelayFailure.ofKafka(
              "Publishing event %s to topic %s failed".formatted(new String(id, UTF_8), topic),
              error);
      if (failure.compareAndSet(null, first)) {
        producer.close(Duration.ZERO);
      }
    }
  }
}
