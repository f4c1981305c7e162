package dev.ensemble.relay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * UP while every source does what it should: it streams and is not late, or it stands by for the
 * process that does. The details say where each one stands.
 */
final class RelayHealth implements HealthIndicator {
  private final List<Source> sources;
  private final Lateness lateness;

  RelayHealth(List<Source> sources, Lateness lateness) {
    this.sources = sources;
    this.lateness = lateness;
  }

  @Override
  public Health health() {
    boolean well = sources.stream().allMatch(source -> problem(source) == null);
    Health.Builder health = well ? Health.up() : Health.down();
    sources.forEach(source -> health.withDetail(source.name(), details(source)));
    return health.build();
  }

  /** What is wrong with the source, in a sentence; null where nothing is. */
  @Nullable String problem(Source source) {
    return switch (source.state().phase()) {
      case STREAMING -> lateness.of(source);
      // Not waiting for anything that is wrong; and were it not ready, a supervisor that replaces
      // one process by the next would wait for ever for the slot that the old one still holds.
      case STANDBY -> null;
      case STARTING -> "it does not stream yet; the log says what it waits for";
      case FAILED -> "it has failed, and the process ends; the log says why";
      case STOPPED -> "it is stopped";
    };
  }

  private Map<String, Object> details(Source source) {
    SourceState state = source.state();
    Map<String, Object> details = new LinkedHashMap<>();
    String problem = problem(source);
    if (problem != null) {
      details.put("problem", problem);
    }
    details.put("phase", state.phase());
    details.put("slotActive", state.slot().active());
    details.put("confirmedLsn", state.slot().confirmedLsn());
    details.put("lagBytes", state.slot().lagBytes());
    details.put("retainedBytes", state.slot().retainedBytes());
    details.put("eventsPublished", state.publishedCount());
    return details;
  }
}
