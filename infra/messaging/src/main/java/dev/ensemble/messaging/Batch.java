package dev.ensemble.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A batch on its way: what is still to be done, and what came of the rest. */
final class Batch<F> {
  private final Attempts attempts;
  private final List<Reading<F>> work = new ArrayList<>();
  private final List<Parkable> parked = new ArrayList<>();
  private final Map<TopicPartition, Failure> failures = new HashMap<>();
  private final Map<TopicPartition, Failure> waits = new HashMap<>();
  private final Map<TopicPartition, Long> resumeAt = new HashMap<>();
  private int applied;
  private int repeated;
  private int ignored;
  private @Nullable Throwable outage;

  Batch(Attempts attempts) {
    this.attempts = attempts;
  }

  /**
   * The facts to run and the records to park, in their order. Where nothing is parked, a partition
   * ends before its first unreadable record.
   */
  List<Reading<F>> work() {
    return work;
  }

  OptionalInt usedUp(Failure failure) {
    return attempts.usedUp(failure);
  }

  void take(Reading<F> reading) {
    if (isHeld(reading.record())) {
      return;
    }
    switch (reading) {
      case Reading.Fact<F> fact -> work.add(fact);
      case Reading.Ignored<F> nothingToDo -> ignored++;
      case Reading.Unreadable<F> unreadable -> {
        Failure failure = Failure.of(unreadable.record(), unreadable.reason());
        if (usedUp(failure).isPresent()) {
          work.add(unreadable);
        } else {
          failed(failure);
        }
      }
    }
  }

  void done(int all, FactTransaction.Done done) {
    applied += done.fresh();
    parked.addAll(done.parked());
    repeated += all - done.fresh() - done.parked().size();
  }

  /** The partition stands at this record, and what comes after it in the partition waits. */
  void failed(Failure failure) {
    failures.put(failure.partition(), failure);
    resumeAt.put(failure.partition(), failure.record().offset());
  }

  /** The same for an outage that this record met, and perhaps no other. */
  void waits(Failure outage) {
    waits.put(outage.partition(), outage);
    resumeAt.put(outage.partition(), outage.record().offset());
  }

  boolean isHeld(ConsumerRecord<byte[], byte[]> record) {
    Long held = resumeAt.get(new TopicPartition(record.topic(), record.partition()));
    return held != null && record.offset() >= held;
  }

  /** What is not done is to be read again; a failure further on will be met again, too. */
  void putBack(List<Reading<F>> notDone) {
    for (Reading<F> one : notDone) {
      ConsumerRecord<byte[], byte[]> record = one.record();
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      resumeAt.merge(partition, record.offset(), Math::min);
      for (Map<TopicPartition, Failure> further : List.of(failures, waits)) {
        further.computeIfPresent(
            partition,
            (same, failure) -> failure.record().offset() > record.offset() ? null : failure);
      }
    }
  }

  /** Whether nothing failed, was parked or is to be read again. */
  boolean isAllDone() {
    return resumeAt.isEmpty() && parked.isEmpty();
  }

  void outage(Throwable cause) {
    outage = cause;
  }

  Progress progress() {
    return new Progress(
        new Inbox.Receipt(applied, repeated, ignored, parked.size()),
        List.copyOf(parked),
        Map.copyOf(failures),
        Map.copyOf(waits),
        Map.copyOf(resumeAt),
        outage);
  }
}
