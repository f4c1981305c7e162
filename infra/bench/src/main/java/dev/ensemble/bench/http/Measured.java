package dev.ensemble.bench.http;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What one measurement saw.
 *
 * @param orders placed and acknowledged with a 201
 * @param took from the first call to the end of the last
 * @param latencies of the calls, in microseconds
 * @param cpu what the processes used meanwhile
 */
record Measured(long orders, Duration took, Histogram latencies, CpuTime cpu) {

  double ordersPerSecond() {
    return orders * 1e9 / took.toNanos();
  }

  double latencyMillis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1000.0;
  }

  /** Milliseconds of a processor that the service spent on an order. */
  double serviceMillisPerOrder() {
    return cpu.service().toNanos() / 1e6 / orders;
  }

  /** Milliseconds of a processor that PostgreSQL spent on an order. */
  double databaseMillisPerOrder() {
    return cpu.database().toNanos() / 1e6 / orders;
  }

  double cpuMillisPerOrder() {
    return serviceMillisPerOrder() + databaseMillisPerOrder();
  }
}
