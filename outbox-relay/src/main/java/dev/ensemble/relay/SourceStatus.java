package dev.ensemble.relay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ensemble.relay.SourceControl.Quarantined;
import dev.ensemble.relay.SourceState.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the admin endpoint says of a source. What is null is left out.
 *
 * @param leads whether this process holds the slot
 * @param waitsFor what holds it up before it streams; on a standby, who reads the slot
 * @param problem why health is DOWN, if it is
 * @param oldestUnsentSeconds null where another process leads
 * @param quarantinedCount null where another process leads
 * @param quarantined a page of them, or null where they are only counted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SourceStatus(
    String source,
    Phase phase,
    boolean paused,
    boolean leads,
    @Nullable String waitsFor,
    @Nullable String problem,
    @Nullable Double oldestUnsentSeconds,
    Published published,
    Slot slot,
    List<Map<String, Object>> findings,
    @Nullable Integer quarantinedCount,
    @Nullable List<Quarantined> quarantined) {

  /**
   * Since the start of the process.
   *
   * @param latencyP50Millis from commit to acknowledgement; null before the first
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Published(
      long events,
      long bytes,
      @Nullable Double latencyP50Millis,
      @Nullable Double latencyP99Millis) {
    private static Published of(SourceState state) {
      Histogram.Reading latency = state.latency();
      return new Published(
          state.publishedCount(),
          state.publishedBytes(),
          millis(latency.quantile(0.5)),
          millis(latency.quantile(0.99)));
    }

    private static @Nullable Double millis(double micros) {
      return Double.isNaN(micros) ? null : Math.rint(micros / 10) / 100;
    }
  }

  /** As it was seen last. */
  record Slot(String name, String confirmedLsn, long lagBytes, long retainedBytes) {
    private static Slot of(Source source) {
      SlotReading slot = source.state().slot();
      return new Slot(
          source.slotName(), slot.confirmedLsn(), slot.lagBytes(), slot.retainedBytes());
    }
  }

  static SourceStatus of(Source source, @Nullable String problem, @Nullable Page page) {
    SourceState state = source.state();
    Duration unsent = state.oldestUnsent();
    return new SourceStatus(
        source.name(),
        state.phase(),
        source.isPaused(),
        state.leads(),
        state.waitsFor().isEmpty() ? null : state.waitsFor(),
        problem,
        unsent == null ? null : unsent.toMillis() / 1e3,
        Published.of(state),
        Slot.of(source),
        state.findings().stream().map(RelayHealth::finding).toList(),
        source.quarantinedCount(),
        page == null ? null : source.quarantined(page));
  }
}
