package dev.ensemble.messaging;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes a batch of records in: all in one transaction and, where that fails, one by one, so that
 * only the culprit and what stands behind it in its partition wait.
 */
final class Intake<F> {

  /**
   * After this long no further single is begun, and the rest is read again. With the limit of 60 s
   * for a transaction a pass ends within three minutes, well before the five in which Kafka takes a
   * consumer that does not poll for dead.
   */
  static final Duration SINGLES_TIME_MAX = Duration.ofSeconds(60);

  private final Reactions<F> reactions;
  private final RecordReader<F> reader;
  private final FactTransaction transaction;
  private final RememberedDays days;
  private final Outages outages;

  Intake(
      Reactions<F> reactions,
      FactJson json,
      FactTransaction transaction,
      RememberedDays days,
      Outages outages) {
    this.reactions = reactions;
    this.reader = new RecordReader<>(reactions, json);
    this.transaction = transaction;
    this.days = days;
    this.outages = outages;
  }

  /** Whatever a record or the database does is in the answer, not in an exception. */
  Progress take(List<ConsumerRecord<byte[], byte[]>> records) {
    Batch<F> batch = new Batch<>();
    try {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        batch.take(remembered(reader.read(record)));
      }
    } catch (RuntimeException databaseAway) {
      return Progress.nothingDone(records, databaseAway);
    }
    if (!batch.facts().isEmpty()) {
      runTogether(batch);
    }
    return batch.progress();
  }

  private Reading<F> remembered(Reading<F> reading) {
    if (reading instanceof Reading.Fact<F> fact) {
      try {
        days.require(fact.envelope().id());
      } catch (UnreadableRecord outside) {
        return new Reading.Unreadable<>(fact.record(), outside);
      }
    }
    return reading;
  }

  private void runTogether(Batch<F> batch) {
    List<Reading.Fact<F>> facts = batch.facts();
    try {
      batch.done(facts.size(), transaction.run(reactions, facts));
    } catch (RuntimeException | Error failure) {
      // What was in each other's way, or too much at once, may go through in small steps; a
      // database that does not answer will not answer each of them either.
      boolean smallerStepsHelp = facts.size() > 1 && outages.isContention(failure);
      if (outages.isOutage(failure) && !smallerStepsHelp) {
        stopFor(failure, batch, facts);
      } else if (facts.size() == 1) {
        batch.failed(facts.getFirst().record(), failure);
      } else {
        runOneByOne(batch);
      }
    }
  }

  private void runOneByOne(Batch<F> batch) {
    List<Reading.Fact<F>> facts = batch.facts();
    long begun = System.nanoTime();
    for (int i = 0; i < facts.size(); i++) {
      Reading.Fact<F> fact = facts.get(i);
      if (batch.isHeld(fact.record())) {
        continue;
      }
      if (isOver(begun)) {
        batch.putBack(facts.subList(i, facts.size()));
        return;
      }
      try {
        batch.done(1, transaction.run(reactions, List.of(fact)));
      } catch (RuntimeException | Error failure) {
        if (outages.isOutage(failure)) {
          stopFor(failure, batch, facts.subList(i, facts.size()));
          return;
        }
        batch.failed(fact.record(), failure);
      }
    }
  }

  private static boolean isOver(long begunNanos) {
    return System.nanoTime() - begunNanos > SINGLES_TIME_MAX.toNanos()
        || Thread.currentThread().isInterrupted();
  }

  private void stopFor(Throwable outage, Batch<F> batch, List<Reading.Fact<F>> notDone) {
    if (outage instanceof MissingPartition) {
      days.forget();
    }
    batch.putBack(notDone);
    batch.outage(outage);
  }
}
