package dev.ensemble.bench.relay;

import java.time.Duration;
import java.util.List;

/**
 * How it is measured.
 *
 * @param rows of the backlog
 * @param rounds how often each contender empties it, in changing order
 * @param contenders who takes part, each once
 * @param trained whose JVM starts from an AOT cache
 * @param jvm of every contender
 * @param latency how long single commits are timed; zero: not at all
 * @param warmUpRows what each contender carries before its commits are timed
 */
record Plan(
    long rows,
    int rounds,
    List<Contender> contenders,
    List<Contender> trained,
    Jvm jvm,
    Duration latency,
    int warmUpRows) {
  Plan {
    contenders = List.copyOf(contenders);
    trained = List.copyOf(trained);
  }
}
