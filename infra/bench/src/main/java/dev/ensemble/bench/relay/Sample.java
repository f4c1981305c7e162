package dev.ensemble.bench.relay;

import java.time.Duration;
import java.util.List;

/**
 * One look at the topic and at the process that fills it.
 *
 * @param nanos since the process was started
 * @param ends the end of each partition as a reader of committed records sees it
 * @param cpu what the process had used
 */
record Sample(long nanos, List<Long> ends, Duration cpu) {
  Sample {
    ends = List.copyOf(ends);
  }

  long offsets() {
    return ends.stream().mapToLong(Long::longValue).sum();
  }
}
