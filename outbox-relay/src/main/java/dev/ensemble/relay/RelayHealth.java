package dev.ensemble.relay;

import dev.ensemble.relay.SourceState.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** UP only while every source streams; the details say where each one stands. */
final class RelayHealth implements HealthIndicator {
  private final List<SourceState> sources;

  RelayHealth(List<SourceState> sources) {
    this.sources = sources;
  }

  @Override
  public Health health() {
    boolean allStream = sources.stream().allMatch(source -> source.phase() == Phase.STREAMING);
    Health.Builder health = allStream ? Health.up() : Health.down();
    sources.forEach(source -> health.withDetail(source.name(), details(source)));
    return health.build();
  }

  private static Map<String, Object> details(SourceState source) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("phase", source.phase());
    details.put("slotActive", source.slot().active());
    details.put("confirmedLsn", source.slot().confirmedLsn());
    details.put("lagBytes", source.slot().lagBytes());
    details.put("retainedBytes", source.slot().retainedBytes());
    details.put("findings", source.findings().stream().map(RelayHealth::finding).toList());
    details.put("eventsPublished", source.publishedCount());
    return details;
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("finding", finding.check().word());
    details.put("severity", finding.check().severity());
    details.put("reason", finding.sentence());
    details.put("remedy", finding.remedy());
    return details;
  }
}
