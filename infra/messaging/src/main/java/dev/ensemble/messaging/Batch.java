package dev.ensemble.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A batch on its way: what is still to be done, and what came of the rest. */
final class Batch<F> {
  private final List<Reading.Fact<F>> facts = new ArrayList<>();
  private final Map<TopicPartition, Failure> failures = new HashMap<>();
  private final Map<TopicPartition, Long> resumeAt = new HashMap<>();
  private int applied;
  private int repeated;
  private int ignored;
  private @Nullable Throwable outage;

  /** The facts to run. A partition that holds an unreadable record ends before it. */
  List<Reading.Fact<F>> facts() {
    return facts;
  }

  void take(Reading<F> reading) {
    if (isHeld(reading.record())) {
      return;
    }
    switch (reading) {
      case Reading.Fact<F> fact -> facts.add(fact);
      case Reading.Ignored<F> nothingToDo -> ignored++;
      case Reading.Unreadable<F> unreadable -> failed(unreadable.record(), unreadable.reason());
    }
  }

  void done(int all, int fresh) {
    applied += fresh;
    repeated += all - fresh;
  }

  /** The partition stands at this record, and what comes after it in the partition waits. */
  void failed(ConsumerRecord<byte[], byte[]> record, Throwable cause) {
    Failure failure = Failure.of(record, cause);
    failures.put(failure.partition(), failure);
    resumeAt.put(failure.partition(), record.offset());
  }

  boolean isHeld(ConsumerRecord<byte[], byte[]> record) {
    Long held = resumeAt.get(new TopicPartition(record.topic(), record.partition()));
    return held != null && record.offset() >= held;
  }

  /** What is not done is to be read again; a failure further on will be met again, too. */
  void putBack(List<Reading.Fact<F>> notDone) {
    for (Reading.Fact<F> fact : notDone) {
      ConsumerRecord<byte[], byte[]> record = fact.record();
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      resumeAt.merge(partition, record.offset(), Math::min);
      failures.computeIfPresent(
          partition,
          (same, failure) -> failure.record().offset() > record.offset() ? null : failure);
    }
  }

  void outage(Throwable cause) {
    outage = cause;
  }

  Progress progress() {
    return new Progress(
        new Inbox.Receipt(applied, repeated, ignored),
        Map.copyOf(failures),
        Map.copyOf(resumeAt),
        outage);
  }
}
