package dev.ensemble.relay;

import dev.ensemble.relay.SourceControl.Quarantined;
import dev.ensemble.relay.SourceState.Phase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the admin endpoint says of a source. What is null is left out.
 *
 * @param leads whether this process holds the slot
 * @param problem why health is DOWN, if it is
 * @param oldestUnsentSeconds null where another process leads
 * @param quarantined the rows, or null where they are only counted
 */
record SourceStatus(
    String source,
    Phase phase,
    boolean paused,
    boolean leads,
    @Nullable String problem,
    @Nullable Double oldestUnsentSeconds,
    Published published,
    Slot slot,
    int quarantinedCount,
    @Nullable List<Quarantined> quarantined) {

  /**
   * Since the start of the process.
   *
   * @param latencyP50Millis from commit to acknowledgement; null before the first
   */
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

  /**
   * As the watch saw it last.
   *
   * @param reader who holds it, while this process stands by
   */
  record Slot(
      String name,
      @Nullable String reader,
      String confirmedLsn,
      long lagBytes,
      long retainedBytes) {
    private static Slot of(Source source) {
      SlotReading slot = source.state().slot();
      return new Slot(
          source.slotName(),
          source.state().slotReader(),
          slot.confirmedLsn(),
          slot.lagBytes(),
          slot.retainedBytes());
    }
  }

  static SourceStatus of(Source source, @Nullable String problem, boolean listsRows) {
    SourceState state = source.state();
    Duration unsent = state.oldestUnsent();
    List<Quarantined> rows = source.quarantined();
    return new SourceStatus(
        source.name(),
        state.phase(),
        source.isPaused(),
        state.leads(),
        problem,
        unsent == null ? null : unsent.toMillis() / 1e3,
        Published.of(state),
        Slot.of(source),
        rows.size(),
        listsRows ? rows : null);
  }
}
