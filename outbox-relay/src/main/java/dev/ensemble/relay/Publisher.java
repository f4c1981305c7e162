package dev.ensemble.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Sends records and waits for every acknowledgement. After the first failed send nothing more
 * leaves: a later record of the same key must not overtake the one that failed.
 */
final class Publisher implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable RelayFailure> failure = new AtomicReference<>();

  Publisher(KafkaSettings settings, String source) {
    this.producer = new KafkaProducer<>(settings.producer(source));
  }

  /** Returns when the brokers have acknowledged all of them; throws at the first that failed. */
  void publish(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
    try {
      List<Future<RecordMetadata>> sends = new ArrayList<>(records.size());
      for (ProducerRecord<byte[], byte[]> record : records) {
        throwFirstFailure();
        sends.add(producer.send(record, (metadata, error) -> stopAtFirst(error, record)));
      }
      producer.flush();
      for (Future<RecordMetadata> send : sends) {
        send.get();
      }
    } catch (InterruptException e) {
      throw (InterruptedException) new InterruptedException("while sending").initCause(e);
    } catch (ExecutionException | KafkaException | IllegalStateException e) {
      throwFirstFailure();
      throw new RelayFailure(ExitCode.FAILED, "Kafka's client failed: " + e.getMessage(), e);
    }
    throwFirstFailure();
  }

  /**
   * Runs in the sender's own thread when a broker refused or a timeout passed, and in the caller's
   * when the client itself refused. Closing here, and not in the caller, is what keeps order: the
   * sender ends before it takes up the partition's next batch, and with one request in flight no
   * later batch of that partition is under way already.
   */
  private void stopAtFirst(@Nullable Exception error, ProducerRecord<byte[], byte[]> record) {
    if (error == null) {
      return;
    }
    RelayFailure first =
        new RelayFailure(
            ExitCode.FAILED,
            "Publishing event %s to topic %s failed: %s"
                .formatted(OutboxRows.idOf(record), record.topic(), error.getMessage()),
            error);
    if (failure.compareAndSet(null, first)) {
      producer.close(Duration.ZERO);
    }
  }

  private void throwFirstFailure() {
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
}
