package dev.ensemble.bench.inbox;

import dev.ensemble.bench.common.Jvm;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How it is measured.
 *
 * @param events on the topic
 * @param rounds how often each contender consumes them, in changing order
 * @param contenders who takes part, each once
 * @param cases what is measured
 * @param memory how many ids are remembered besides, as a rule and for long
 * @param drainTimeMax when a drain is ended that has not come to the end of the topic
 * @param consumers threads and records a poll
 * @param paced how latency is taken
 * @param jvm of every contender
 */
record Plan(
    long events,
    int rounds,
    List<Contender> contenders,
    List<Case> cases,
    Memory memory,
    Duration drainTimeMax,
    Consumers consumers,
    Paced paced,
    Jvm jvm) {
  static final int PARTITIONS = 6;

  /** Row and index entry in a template, and in the copies of both. */
  private static final long BYTES_PER_ID = 2 * 160;

  private static final long BYTES_PER_EVENT = 20_000;

  /** How many ids are remembered besides those of the topic. */
  record Memory(long usual, long large) {}

  /**
   * Threads and records a poll.
   *
   * @param chosen where they are not the contender's own
   */
  record Consumers(Map<Contender, Integer> chosen, int pollRecordsMax) {
    Consumers {
      chosen = Map.copyOf(chosen);
    }

    int threads(Contender contender) {
      return chosen.getOrDefault(contender, contender.threads());
    }
  }

  /**
   * An even stream of events.
   *
   * @param settling the same stream that does not count yet
   * @param length of what counts; zero: none is timed
   */
  record Paced(int perSecond, Duration settling, Duration length) {

    long settlingCount() {
      return settling.toMillis() * perSecond / 1000;
    }

    long count() {
      return length.toMillis() * perSecond / 1000;
    }

    Duration all() {
      return settling.plus(length);
    }

    long allCount() {
      return settlingCount() + count();
    }
  }

  Plan {
    contenders = List.copyOf(contenders);
    cases = List.copyOf(cases);
  }

  /** An event that is known has no effect whose time could be taken. */
  List<Case> pacedCases() {
    return cases.stream().filter(each -> !each.knowsAll()).toList();
  }

  /** What it takes of the disk. */
  long diskBytes() {
    return events * BYTES_PER_EVENT
        + (cases.stream().anyMatch(Case::hasLongMemory) ? 2 * memory.large() * BYTES_PER_ID : 0);
  }
}
