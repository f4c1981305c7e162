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
  private final List<SourceState> sources;
  private final Lateness lateness;

  RelayHealth(List<SourceState> sources, Lateness lateness) {
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
  @Nullable String problem(SourceState source) {
    return switch (source.phase()) {
      case STREAMING ->
          Quarantine.isFull(source.asideCount())
              ? "it takes no further row: %d rows are aside, and wait for 'retry' or 'discard'"
                  .formatted(source.asideCount())
              : lateness.of(source);
      // Not waiting for anything that is wrong; and were it not ready, a supervisor that replaces
      // one process by the next would wait for ever for the slot that the old one still holds.
      case STANDBY -> null;
      case CATCHING_UP ->
          "it had no slot and publishes from the table what is on no topic; then it streams";
      case STARTING -> "it does not stream yet" + because(source.waitsFor());
      case REFUSED -> "it may not stream, and is looked at again and again. " + source.waitsFor();
      case FAILED -> "it has failed, and the process ends; the log says why";
      case STOPPED -> "it is stopped";
    };
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }

  private Map<String, Object> details(SourceState source) {
    Map<String, Object> details = new LinkedHashMap<>();
    String problem = problem(source);
    if (problem != null) {
      details.put("problem", problem);
    }
    details.put("phase", source.phase());
    if (!source.waitsFor().isEmpty()) {
      details.put("waitsFor", source.waitsFor());
    }
    details.put("slotActive", source.slot().active());
    details.put("confirmedLsn", source.slot().confirmedLsn());
    details.put("lagBytes", source.slot().lagBytes());
    details.put("retainedBytes", source.slot().retainedBytes());
    details.put("findings", source.findings().stream().map(RelayHealth::finding).toList());
    details.put("eventsPublished", source.publishedCount());
    return details;
  }

  static Map<String, Object> finding(Finding finding) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("finding", finding.check().word());
    details.put("severity", finding.check().severity());
    details.put("reason", finding.sentence());
    details.put("remedy", finding.remedy());
    return details;
  }
}
