package dev.ensemble.messaging;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which kept trace a thread goes on with; that of a running event comes first. */
final class KeptTraces implements Traces {
  private final ThreadLocal<Optional<String>> kept = ThreadLocal.withInitial(Optional::empty);
  private final Cause.OfThread causes;
  private final Tracing tracing;

  KeptTraces(Cause.OfThread causes, Tracing tracing) {
    this.causes = causes;
    this.tracing = tracing;
  }

  @Override
  public @Nullable String current() {
    return causes.running().map(Cause::traceparent).or(kept::get).orElseGet(tracing::current);
  }

  @Override
  public void during(@Nullable String traceparent, Runnable work) {
    if (traceparent == null || !Wire.isTraceparent(traceparent)) {
      work.run();
      return;
    }
    Optional<String> outer = kept.get();
    kept.set(Optional.of(traceparent));
    try {
      work.run();
    } finally {
      outer.ifPresentOrElse(again -> kept.set(outer), kept::remove);
    }
  }

  /** The trail with what is kept, where its own event brought no trace along. */
  OutboxRow.Trail over(OutboxRow.Trail trail) {
    return trail.traceparent() != null
        ? trail
        : kept.get()
            .map(traceparent -> new OutboxRow.Trail(trail.causationId(), traceparent, null))
            .orElse(trail);
  }
}
