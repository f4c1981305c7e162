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

/**
 * What keeps the partitions of one worker from going on: an event that failed or met an outage, a
 * stop, an outage of all. It decides; it knows neither the broker nor the database.
 */
final class Holds {
  /**
   * Two with one instance id would throw each other out of the group for ever, with a rebalance
   * each time. So the one that was thrown out stays away for longer than a restart takes.
   */
  static final Duration TAKEN_PAUSE = Duration.ofMinutes(5);

  /** How often an event is tried, and the pauses between. */
  record Patience(int attemptsMax, Backoff backoff) {}

  /** Everything waits for one cause; the partitions are those that had records then. */
  private record Outage(
      Throwable cause, int failures, long dueNanos, Set<TopicPartition> partitions) {}

  private final HoldsLog told;
  private final Patience patience;
  private final LongSupplier nanoTime;
  private final Map<TopicPartition, Hold> holds = new HashMap<>();
  private @Nullable Outage outage;

  /** Until when our place in the group is somebody else's. */
  private @Nullable Long takenUntilNanos;

  Holds(String consumer, Patience patience, LongSupplier nanoTime) {
    this.told = new HoldsLog(consumer);
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
      case Hold.Wait wait -> !isDue(wait.dueNanos());
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
    if (hold == null) {
      return 1;
    }
    Failure waited = waitedFor(hold);
    if (waited == null || !isSame(waited, failure)) {
      return 1;
    }
    return switch (hold) {
      case Hold.Retry retry -> retry.attempts() + 1;
      case Hold.Wait wait -> wait.attempts() + 1;
      case Hold.NoRoom full -> full.attempts();
      case Hold.Stop stop -> 1;
    };
  }

  private static @Nullable Failure waitedFor(Hold hold) {
    return switch (hold) {
      case Hold.Retry retry -> retry.failure();
      case Hold.Wait wait -> wait.failure();
      case Hold.NoRoom full -> full.failure();
      case Hold.Stop stop -> null;
    };
  }

  private static boolean isSame(Failure one, Failure other) {
    return one.record().offset() == other.record().offset();
  }

  /** Takes note of what came of a batch with records of these partitions. */
  void note(Set<TopicPartition> partitions, Progress progress) {
    progress.parked().stream().filter(Parkable::isCulprit).forEach(told::parked);
    for (TopicPartition partition : partitions) {
      Failure failure = progress.failures().get(partition);
      Failure outageOfOne = progress.waits().get(partition);
      if (failure != null) {
        failed(partition, failure);
      } else if (outageOfOne != null) {
        waits(partition, outageOfOne);
      } else if (isPassed(partition, progress.resumeAt().get(partition))) {
        passed(holds.remove(partition));
      }
    }
    if (progress.ofAll() == null) {
      outageOver();
    } else {
      outage(progress.ofAll(), progress.resumeAt().keySet());
    }
  }

  /** Whether the event that was tried again has been passed. */
  private boolean isPassed(TopicPartition partition, @Nullable Long resumeAt) {
    Hold hold = holds.get(partition);
    Failure waited = hold == null ? null : waitedFor(hold);
    return waited != null && (resumeAt == null || resumeAt > waited.record().offset());
  }

  private void passed(@Nullable Hold hold) {
    if (hold instanceof Hold.NoRoom full) {
      told.thereIsRoom(full.failure());
    } else if (hold instanceof Hold.Wait wait) {
      told.waitsNoMore(wait.failure());
    }
  }

  private void failed(TopicPartition partition, Failure failure) {
    int attempts = attempts(failure);
    if (failure.cause() instanceof ParkingFull) {
      noRoom(partition, failure, attempts);
    } else if (failure.passing() && attempts < patience.attemptsMax()) {
      Duration pause = patience.backoff().after(attempts);
      holds.put(partition, new Hold.Retry(failure, attempts, dueAfter(pause)));
      told.triesAgain(failure, attempts, patience.attemptsMax(), pause);
    } else {
      holds.put(partition, new Hold.Stop(failure.place(), Reasons.shown(failure.cause())));
      told.stopped(failure, attempts);
    }
  }

  /** Said once; whoever makes room sees it go on, and health says it all the while. */
  private void noRoom(TopicPartition partition, Failure failure, int attempts) {
    Hold before = holds.get(partition);
    int checks =
        before instanceof Hold.NoRoom full && isSame(full.failure(), failure)
            ? full.checks() + 1
            : 1;
    long due = dueAfter(patience.backoff().after(checks));
    holds.put(partition, new Hold.NoRoom(failure, attempts, checks, due));
    if (checks == 1) {
      told.noRoom(failure);
    }
  }

  /** Said once, and when the reason changes. */
  private void waits(TopicPartition partition, Failure failure) {
    // One less than if it had failed now.
    int attempts = attempts(failure) - 1;
    Hold.Wait before =
        holds.get(partition) instanceof Hold.Wait wait && isSame(wait.failure(), failure)
            ? wait
            : null;
    int tries = before == null ? 1 : before.tries() + 1;
    long due = dueAfter(patience.backoff().after(tries));
    holds.put(partition, new Hold.Wait(failure, attempts, tries, due));
    if (before == null || isOther(before.failure().cause(), failure.cause())) {
      told.waits(failure);
    }
  }

  private static boolean isOther(Throwable one, Throwable other) {
    return !Reasons.of(one).equals(Reasons.of(other));
  }

  /** The topic no longer has the record with which this partition should go on. */
  void offsetGone(TopicPartition partition, long offset) {
    String where =
        "topic %s, partition %d, offset %d"
            .formatted(partition.topic(), partition.partition(), offset);
    String reason = "the broker has no such offset: records may be gone that were never read";
    holds.put(partition, new Hold.Stop(where, reason));
    told.offsetGone(where, reason);
  }

  private void outage(Throwable cause, Set<TopicPartition> partitions) {
    int failures = outage == null ? 1 : outage.failures() + 1;
    if (outage == null || isOther(outage.cause(), cause)) {
      told.allWaits(cause);
    }
    long due = dueAfter(patience.backoff().after(failures));
    outage = new Outage(cause, failures, due, new HashSet<>(partitions));
  }

  private void outageOver() {
    if (outage != null) {
      told.allGoesOn();
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
      if (hold instanceof Hold.Stop stop) {
        stopped.add(stop.where() + ": " + stop.reason());
      } else if (hold instanceof Hold.NoRoom full) {
        stopped.add(line(full.failure()));
      }
    }
    stopped.sort(null);
    return stopped;
  }

  /** What everything waits for, or each partition that waits for an outage, in one line. */
  List<String> waiting() {
    if (outage != null) {
      return List.of(Reasons.shown(outage.cause()));
    }
    List<String> waiting = new ArrayList<>();
    for (Hold hold : holds.values()) {
      if (hold instanceof Hold.Wait wait) {
        waiting.add(line(wait.failure()));
      }
    }
    waiting.sort(null);
    return waiting;
  }

  private static String line(Failure failure) {
    return failure.place() + ": " + Reasons.shown(failure.cause());
  }

  /** Somebody else has taken our place in the group. */
  void instanceIdTaken() {
    takenUntilNanos = dueAfter(TAKEN_PAUSE);
  }

  /** Whether it is still left to him. */
  boolean isInstanceIdTaken() {
    return takenUntilNanos != null && !isDue(takenUntilNanos);
  }

  private boolean isDue(long nanos) {
    return nanoTime.getAsLong() - nanos >= 0;
  }

  private long dueAfter(Duration pause) {
    return nanoTime.getAsLong() + pause.toNanos();
  }
}
