package dev.ensemble.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps the partitions of one worker from going on: an event that failed, a stop, an outage.
 * It decides and says so in the log; it knows neither the broker nor the database.
 */
final class Holds {
  private static final Logger log = LoggerFactory.getLogger(Holds.class);

  /** How often an event is tried, and the pauses between. */
  record Patience(int attemptsMax, Backoff backoff) {}

  /** Everything waits for one cause; the partitions are those that had records then. */
  private record Outage(
      Throwable cause, int failures, long dueNanos, Set<TopicPartition> partitions) {}

  private final String consumer;
  private final Patience patience;
  private final LongSupplier nanoTime;
  private final Map<TopicPartition, Hold> holds = new HashMap<>();
  private @Nullable Outage outage;

  Holds(String consumer, Patience patience, LongSupplier nanoTime) {
    this.consumer = consumer;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  /** Which of the partitions are not to be read now. */
  Set<TopicPartition> held(Set<TopicPartition> assigned) {
    if (outage != null && !isDue(outage.dueNanos())) {
      return assigned;
    }
    Set<TopicPartition> held = new HashSet<>();
    for (TopicPartition partition : assigned) {
      Hold hold = holds.get(partition);
      if (hold != null && isHeld(hold)) {
        held.add(partition);
      }
    }
    return held;
  }

  private boolean isHeld(Hold hold) {
    return switch (hold) {
      case Hold.Retry retry -> !isDue(retry.dueNanos());
      case Hold.NoRoom full -> !isDue(full.dueNanos());
      case Hold.Stop stop -> true;
    };
  }

  /** Which attempt this was, if there is to be no other: what then fails is parked. */
  OptionalInt usedUp(Failure failure) {
    int attempts = attempts(failure);
    boolean tryAgain = failure.passing() && attempts < patience.attemptsMax();
    return tryAgain ? OptionalInt.empty() : OptionalInt.of(attempts);
  }

  private int attempts(Failure failure) {
    Hold hold = holds.get(failure.partition());
    if (hold instanceof Hold.Retry retry && isSame(retry.failure(), failure)) {
      return retry.attempts() + 1;
    }
    return hold instanceof Hold.NoRoom full && isSame(full.failure(), failure)
        ? full.attempts()
        : 1;
  }

  private static boolean isSame(Failure one, Failure other) {
    return one.record().offset() == other.record().offset();
  }

  /** Takes note of what came of a batch with records of these partitions. */
  void note(Set<TopicPartition> partitions, Progress progress) {
    progress.parked().stream().filter(Parkable::isCulprit).forEach(this::tell);
    for (TopicPartition partition : partitions) {
      Failure failure = progress.failures().get(partition);
      if (failure != null) {
        failed(partition, failure);
      } else if (isPassed(partition, progress.resumeAt().get(partition))) {
        passed(holds.remove(partition));
      }
    }
    if (progress.outage() == null) {
      outageOver();
    } else {
      outage(progress.outage(), progress.resumeAt().keySet());
    }
  }

  /** Whether the event that was tried again has been passed. */
  private boolean isPassed(TopicPartition partition, @Nullable Long resumeAt) {
    Hold hold = holds.get(partition);
    Failure waited =
        hold instanceof Hold.Retry retry
            ? retry.failure()
            : hold instanceof Hold.NoRoom full ? full.failure() : null;
    return waited != null && (resumeAt == null || resumeAt > waited.record().offset());
  }

  private void passed(@Nullable Hold hold) {
    if (hold instanceof Hold.NoRoom full) {
      log.info("Consumer {} goes on at {}: there is room", consumer, full.failure().place());
    }
  }

  private void failed(TopicPartition partition, Failure failure) {
    int attempts = attempts(failure);
    if (failure.cause() instanceof ParkingFull) {
      noRoom(partition, failure, attempts);
    } else if (failure.passing() && attempts < patience.attemptsMax()) {
      Duration pause = patience.backoff().after(attempts);
      holds.put(partition, new Hold.Retry(failure, attempts, dueAfter(pause)));
      log.warn(
          "Consumer {} failed at {}, attempt {} of {}, and tries again in {}: {}",
          consumer,
          failure.place(),
          attempts,
          patience.attemptsMax(),
          pause,
          failure.reason());
    } else {
      holds.put(partition, new Hold.Stop(failure.place(), failure.reason()));
      // The stack of a reader tells nothing, and its message may quote the payload.
      Throwable shown = failure.passing() ? failure.cause() : null;
      log.error(
          "Consumer {} STOPPED this partition after {} attempt(s) at {}, which could not be parked:"
              + " {}. Nothing is skipped and all other partitions go on. Mend the cause and restart"
              + " this service: it goes on with this record.",
          consumer,
          attempts,
          failure.place(),
          failure.reason(),
          shown);
    }
  }

  /** Said once; whoever makes room sees it go on, and health says it all the while. */
  private void noRoom(TopicPartition partition, Failure failure, int attempts) {
    Hold before = holds.get(partition);
    int checks =
        before instanceof Hold.NoRoom full && isSame(full.failure(), failure)
            ? full.checks() + 1
            : 1;
    holds.put(
        partition,
        new Hold.NoRoom(failure, attempts, checks, dueAfter(patience.backoff().after(checks))));
    if (checks == 1) {
      log.error(
          "Consumer {} STOPPED this partition at {}, which cannot be parked: {}. Nothing is skipped"
              + " and all other partitions go on. It looks again by itself, and goes on once there"
              + " is room.",
          consumer,
          failure.place(),
          failure.reason());
    }
  }

  /** What a failure says of itself stands beside the payload, in the table, and not here. */
  private void tell(Parkable culprit) {
    Grounds grounds = culprit.grounds();
    log.warn(
        "Consumer {} PARKED {} after {} attempt(s): {}, fingerprint {}. {} and all others go on;"
            + " the reason stands in messaging.parked_events.",
        consumer,
        Failure.place(culprit.record()),
        grounds.attempts(),
        grounds.kind(),
        grounds.fingerprint(),
        culprit.key() == null ? "It waits alone" : "What comes behind it of its key waits with it");
  }

  /** The topic no longer has the record with which this partition should go on. */
  void offsetGone(TopicPartition partition, long offset) {
    String where =
        "topic %s, partition %d, offset %d"
            .formatted(partition.topic(), partition.partition(), offset);
    String reason = "the broker has no such offset: records may be gone that were never read";
    holds.put(partition, new Hold.Stop(where, reason));
    log.error(
        "Consumer {} STOPPED this partition at {}: {}. All other partitions go on. Have what is"
            + " missing published again, then set the offset of group {} for this partition"
            + " (kafka-consumer-groups --reset-offsets --to-earliest repeats no effect) and restart"
            + " this service.",
        consumer,
        where,
        reason,
        consumer);
  }

  private void outage(Throwable cause, Set<TopicPartition> partitions) {
    int failures = outage == null ? 1 : outage.failures() + 1;
    if (outage == null || !Reasons.of(outage.cause()).equals(Reasons.of(cause))) {
      log.warn(
          "Consumer {} waits for an outage to end. No attempts are used up and nothing is skipped;"
              + " it goes on by itself, and is silent until then or until the reason changes: {}",
          consumer,
          cause.toString());
    }
    long due = dueAfter(patience.backoff().after(failures));
    outage = new Outage(cause, failures, due, new HashSet<>(partitions));
  }

  private void outageOver() {
    if (outage != null) {
      log.info("Consumer {} goes on: the outage is over", consumer);
      outage = null;
    }
  }

  /** Partitions that are no longer ours are no longer our trouble. */
  void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(holds::remove);
    if (outage != null) {
      outage.partitions().removeAll(new HashSet<>(partitions));
      if (outage.partitions().isEmpty()) {
        outage = null;
      }
    }
  }

  void forgetAll() {
    holds.clear();
    outage = null;
  }

  /** Each stopped partition in one line. */
  List<String> stopped() {
    List<String> stopped = new ArrayList<>();
    for (Hold hold : holds.values()) {
      switch (hold) {
        case Hold.Stop stop -> stopped.add(stop.where() + ": " + stop.reason());
        case Hold.NoRoom full ->
            stopped.add(full.failure().place() + ": " + full.failure().reason());
        case Hold.Retry retry -> {}
      }
    }
    stopped.sort(null);
    return stopped;
  }

  @Nullable String outage() {
    return outage == null ? null : outage.cause().toString();
  }

  private boolean isDue(long nanos) {
    return nanoTime.getAsLong() - nanos >= 0;
  }

  private long dueAfter(Duration pause) {
    return nanoTime.getAsLong() + pause.toNanos();
  }
}
