package dev.ensemble.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch of records in: all in one transaction and, where that fails, one by one, so that
 * only the culprit is treated. While it has attempts left its partition waits for it; then it is
 * parked with its key, and everything else goes on. So it does where a record meets an outage,
 * except that nothing is counted, and nothing parked that nobody has ordered to be (see {@link
 * Park}).
 */
final class Intake<F> {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  /**
   * So long after a pass began no further single is begun but the first, and the rest is read
   * again. The last one and its parking have 60 s each (the limit of a transaction), so a pass ends
   * within four minutes, before the five in which Kafka takes a consumer that does not poll for
   * dead.
   */
  static final Duration SINGLES_BEGIN_WITHIN = Duration.ofMinutes(2);

  private final Reactions<F> reactions;
  private final RecordReader<F> reader;
  private final FactTransaction transaction;
  private final RememberedDays days;
  private final Outages outages;
  private final LongSupplier nanoTime;
  private volatile @Nullable String whyNotParked;

  Intake(
      Reactions<F> reactions,
      FactJson json,
      FactTransaction transaction,
      RememberedDays days,
      Outages outages) {
    this(reactions, json, transaction, days, outages, System::nanoTime);
  }

  Intake(
      Reactions<F> reactions,
      FactJson json,
      FactTransaction transaction,
      RememberedDays days,
      Outages outages,
      LongSupplier nanoTime) {
    this.reactions = reactions;
    this.reader = new RecordReader<>(reactions, json);
    this.transaction = transaction;
    this.days = days;
    this.outages = outages;
    this.nanoTime = nanoTime;
  }

  /**
   * Whatever a record or the database does is in the answer, not in an exception.
   *
   * @param attempts which failures were the last; what failed so is parked
   */
  Progress take(List<ConsumerRecord<byte[], byte[]>> records, Attempts attempts) {
    long begun = nanoTime.getAsLong();
    try {
      return take(records, attempts, reading -> reading, begun);
    } catch (Content.Unfit late) {
      // Rare enough to begin anew, so that it is parked in its place, as what else is unreadable.
      return take(records, attempts, RecordReader::whole, begun);
    }
  }

  private Progress take(
      List<ConsumerRecord<byte[], byte[]>> records,
      Attempts attempts,
      UnaryOperator<Reading<F>> more,
      long begun) {
    Batch<F> batch = new Batch<>(attempts);
    try {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        // First by its day: what is too old does not park its key, whatever it says.
        batch.take(more.apply(remembered(reader.begin(record))));
      }
    } catch (RuntimeException | VirtualMachineError away) {
      // The database does not say its days, or there is no memory to read with.
      return Progress.nothingDone(records, away);
    }
    if (!batch.work().isEmpty()) {
      runTogether(batch, begun);
    }
    return batch.progress();
  }

  private Reading<F> remembered(Reading<F> reading) {
    if (reading instanceof Reading.Fact<F> fact) {
      try {
        days.require(fact.envelope().id(), fact.record().timestamp());
      } catch (UnreadableRecord outside) {
        return new Reading.Unreadable<>(fact.record(), outside);
      }
    }
    return reading;
  }

  private void runTogether(Batch<F> batch, long begun) {
    List<Reading<F>> work = batch.work();
    try {
      batch.done(work.size(), transaction.run(reactions, work));
    } catch (Content.Unfit late) {
      throw late;
    } catch (RuntimeException | Error failure) {
      // One of them may have met an outage, or asked too much of the database, by its own content.
      // It alone waits then: what goes through besides it shows that the database is there.
      if (outages.isOfAll(failure)) {
        stopFor(failure, batch, work);
      } else if (work.size() > 1) {
        requireFit(work);
        runOneByOne(batch, begun);
        noteWhereNobodyFailed(batch, work.size(), failure);
      } else {
        stopIfOfAll(fail(batch, work.getFirst(), failure), batch, work);
      }
    }
  }

  /** What is unfit is nobody's failure, whatever else the batch has met. */
  private static void requireFit(List<? extends Reading<?>> work) {
    for (Reading<?> one : work) {
      if (one instanceof Reading.Fact<?> fact) {
        fact.data();
      }
    }
  }

  /** A mistake that shows in larger batches alone would look like nothing but slowness. */
  private static void noteWhereNobodyFailed(Batch<?> batch, int size, Throwable failure) {
    if (batch.isAllDone()) {
      log.warn(
          "{} records failed as one batch and went through one by one: {} {}",
          size,
          Reasons.of(failure),
          Grounds.place(failure));
    }
  }

  private void runOneByOne(Batch<F> batch, long begun) {
    List<Reading<F>> work = batch.work();
    for (int i = 0; i < work.size(); i++) {
      if (batch.isHeld(work.get(i).record())) {
        continue;
      }
      List<Reading<F>> rest = work.subList(i, work.size());
      // One at least, or a batch that takes all of the time would never get on.
      if (Thread.currentThread().isInterrupted() || (i > 0 && isOver(begun))) {
        batch.putBack(rest);
        return;
      }
      if (stopIfOfAll(runAlone(batch, work.get(i)), batch, rest)) {
        return;
      }
    }
  }

  /** Answers what everything has to wait for, null where nothing does. */
  private @Nullable Throwable runAlone(Batch<F> batch, Reading<F> one) {
    try {
      batch.done(1, transaction.run(reactions, List.of(one)));
      return null;
    } catch (RuntimeException | Error failure) {
      return fail(batch, one, failure);
    }
  }

  private @Nullable Throwable fail(Batch<F> batch, Reading<F> one, Throwable cause) {
    if (!outages.isOutage(cause)) {
      return treat(batch, one.record(), cause);
    }
    if (!outages.isOfAll(cause)
        && one instanceof Reading.Fact<F>
        && isParkedByOrder(batch, one.record(), cause)) {
      return null;
    }
    return waitFor(batch, one.record(), cause);
  }

  private @Nullable Throwable waitFor(
      Batch<F> batch, ConsumerRecord<byte[], byte[]> record, Throwable outage) {
    if (outages.isOfAll(outage)) {
      return outage;
    }
    batch.waits(Failure.of(record, outage));
    return null;
  }

  /** Only a person knows that an event will meet its outage as often as it is tried. */
  private boolean isParkedByOrder(
      Batch<F> batch, ConsumerRecord<byte[], byte[]> record, Throwable outage) {
    try {
      Optional<FactTransaction.Done> parked =
          transaction.parkByOrder(reactions.consumer(), Parkable.culprit(record, outage, 0));
      parked.ifPresent(done -> batch.done(1, done));
      return parked.isPresent();
    } catch (ParkingFull full) {
      batch.failed(Failure.of(record, full));
      return true;
    } catch (RuntimeException | Error notParked) {
      // Its partition waits for its own outage all the same, and the order stands.
      if (!outages.isOutage(notParked)) {
        noteNotParked(record, notParked);
      }
      return false;
    }
  }

  /** Once for each reason: it is tried as often as the event. */
  private void noteNotParked(ConsumerRecord<byte[], byte[]> record, Throwable failure) {
    String reason = Reasons.of(failure) + " " + Grounds.place(failure);
    if (!reason.equals(whyNotParked)) {
      whyNotParked = reason;
      log.error(
          "Consumer {} could not learn or carry out whether to park by order {}: {}",
          reactions.consumer(),
          Failure.place(record),
          reason);
    }
  }

  /** Parks what has used up its attempts; holds its partition for the next one otherwise. */
  private @Nullable Throwable treat(
      Batch<F> batch, ConsumerRecord<byte[], byte[]> record, Throwable cause) {
    Failure failure = Failure.of(record, cause);
    OptionalInt usedUp = batch.usedUp(failure);
    if (usedUp.isEmpty() || cause instanceof ParkingFull) {
      batch.failed(failure);
      return null;
    }
    try {
      Parkable culprit = Parkable.culprit(record, cause, usedUp.getAsInt());
      batch.done(1, transaction.park(reactions.consumer(), culprit));
      return null;
    } catch (RuntimeException | Error notParked) {
      if (outages.isOutage(notParked)) {
        return waitFor(batch, record, notParked);
      }
      batch.failed(Failure.of(record, notParked));
      return null;
    }
  }

  private boolean isOver(long begunNanos) {
    return nanoTime.getAsLong() - begunNanos > SINGLES_BEGIN_WITHIN.toNanos();
  }

  private boolean stopIfOfAll(
      @Nullable Throwable outage, Batch<F> batch, List<Reading<F>> notDone) {
    if (outage == null) {
      return false;
    }
    stopFor(outage, batch, notDone);
    return true;
  }

  private void stopFor(Throwable outage, Batch<F> batch, List<Reading<F>> notDone) {
    if (outage instanceof MissingPartition) {
      days.forget();
    }
    batch.putBack(notDone);
    batch.outage(outage);
  }
}
