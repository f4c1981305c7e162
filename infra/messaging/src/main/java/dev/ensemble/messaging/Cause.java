package dev.ensemble.messaging;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The event that a thread is acting on: what is told meanwhile was caused by it.
 *
 * @param traceparent W3C trace context as it arrived, null where there was none
 */
record Cause(String eventId, @Nullable String traceparent, @Nullable String tracestate) {

  /** Which cause a thread has. Use cases run on the inbox's thread, as their transaction does. */
  static final class OfThread {
    private final ThreadLocal<Optional<Cause>> running = ThreadLocal.withInitial(Optional::empty);

    Optional<Cause> running() {
      return running.get();
    }

    void during(Cause cause, Runnable action) {
      running.set(Optional.of(cause));
      try {
        action.run();
      } finally {
        running.remove();
      }
    }
  }
}
