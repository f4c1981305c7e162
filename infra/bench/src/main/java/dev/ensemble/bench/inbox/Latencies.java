package dev.ensemble.bench.inbox;

/** From the sending of an event to the return of the commit of its effect, in microseconds. */
record Latencies(long count, long p50Micros, long p99Micros, long maxMicros) {

  /** As a contender's process tells it at its end. */
  static Latencies of(String answer) {
    String[] words = answer.split(" ", -1);
    return new Latencies(
        Long.parseLong(words[5]),
        Long.parseLong(words[6]),
        Long.parseLong(words[7]),
        Long.parseLong(words[8]));
  }
}
