package dev.ensemble.messaging;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** What a worker shows of itself; written by its thread and read by any. */
final class InboxState {

  /** Longer without a heartbeat than the group's session lasts: the broker is not reached. */
  private static final double HEARTBEAT_SECONDS_MAX = 15;

  private volatile boolean open;
  private volatile boolean joined;
  private volatile List<String> stopped = List.of();
  private volatile List<String> missingTopics = List.of();
  private volatile List<String> waiting = List.of();
  private volatile Optional<String> broken = Optional.empty();
  private volatile Optional<Metric> heartbeat = Optional.empty();

  void opened(Consumer<byte[], byte[]> kafka) {
    open = true;
    heartbeat =
        kafka.metrics().entrySet().stream()
            .filter(metric -> isLastHeartbeat(metric.getKey()))
            .map(Map.Entry<MetricName, ? extends Metric>::getValue)
            .map(Metric.class::cast)
            .findFirst();
  }

  private static boolean isLastHeartbeat(MetricName name) {
    return name.name().equals("last-heartbeat-seconds-ago")
        && name.group().equals("consumer-coordinator-metrics");
  }

  void joined() {
    joined = true;
  }

  void passed(Holds holds, TopicWatch topics) {
    stopped = List.copyOf(holds.stopped());
    missingTopics = List.copyOf(topics.missing());
    waiting = List.copyOf(holds.waiting());
    broken = Optional.empty();
  }

  void broke(Throwable cause) {
    broken = Optional.of(Reasons.shown(cause));
  }

  void closed() {
    open = false;
    joined = false;
    heartbeat = Optional.empty();
  }

  /** Whether it was ever asked to run, and not ended since. */
  boolean isRunning() {
    return open || broken.isPresent();
  }

  List<String> stopped() {
    return stopped;
  }

  List<String> missingTopics() {
    return missingTopics;
  }

  /** Why nothing moves at all, or which partitions wait for what, if so. */
  Optional<String> waitsFor() {
    if (broken.isPresent()) {
      return broken;
    }
    if (!waiting.isEmpty()) {
      return Optional.of(String.join("; ", waiting));
    }
    if (!joined) {
      return Optional.of("the broker: the consumer has not joined its group yet");
    }
    double seconds = heartbeatSecondsAgo();
    return seconds > HEARTBEAT_SECONDS_MAX
        ? Optional.of("the broker: no heartbeat for " + Math.round(seconds) + " s")
        : Optional.empty();
  }

  private double heartbeatSecondsAgo() {
    @Nullable Object value = heartbeat.map(Metric::metricValue).orElse(null);
    return value instanceof Number seconds ? seconds.doubleValue() : 0;
  }
}
