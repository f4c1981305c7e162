package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.Jvm;
import java.util.List;

/**
 * How it is measured.
 *
 * @param rows of the backlog
 * @param rounds how often each contender empties it, in changing order
 * @param contenders who takes part, each once
 * @param trained whose JVM starts from an AOT cache
 * @param jvm of every contender
 * @param singles how the latency of single commits is taken
 */
record Plan(
    long rows,
    int rounds,
    List<Contender> contenders,
    List<Contender> trained,
    Jvm jvm,
    SingleCommits singles) {

  /** The table, its index and its log, of which nothing is forgotten while the slot is there. */
  private static final long BACKLOG_BYTES_PER_ROW = 1_600;

  /** The polling relay's copy, its log and that of its deletes. */
  private static final long POLLED_BYTES_PER_ROW = 2_000;

  /** A topic that was deleted keeps its files for a minute. */
  private static final long TOPIC_BYTES_PER_ROW = 1_000;

  Plan {
    contenders = List.copyOf(contenders);
    trained = List.copyOf(trained);
  }

  /** What it takes of the disk. */
  long diskBytes() {
    long polled = contenders.contains(Contender.POLLING) ? POLLED_BYTES_PER_ROW : 0;
    return rows * (BACKLOG_BYTES_PER_ROW + TOPIC_BYTES_PER_ROW + polled * rounds);
  }
}
