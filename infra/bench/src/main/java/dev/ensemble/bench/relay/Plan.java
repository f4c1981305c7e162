package dev.ensemble.bench.relay;

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
  Plan {
    contenders = List.copyOf(contenders);
    trained = List.copyOf(trained);
  }
}
