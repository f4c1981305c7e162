package dev.ensemble.messaging;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that is acted on: what is told meanwhile was caused by it.
 *
 * @param traceparent W3C trace context as it arrived, null where there was none
 */
record Cause(String eventId, @Nullable String traceparent, @Nullable String tracestate) {

  /**
   * What a thread acts on: one event, or several as a set. Use cases run on the inbox's thread, as
   * their transaction does.
   */
  static final class OfThread {
    private static final Running NOTHING = new Running(Map.of(), false);

    /**
     * The events being acted on.
     *
     * @param asSet whether a reaction to many runs; it might get one alone
     */
    private record Running(Map<UUID, Cause> causes, boolean asSet) {}

    private final ThreadLocal<Running> running = ThreadLocal.withInitial(() -> NOTHING);

    /** The event that is acted on by itself; empty where there is none, or a set. */
    Optional<Cause> running() {
      Running now = running.get();
      return now.asSet() ? Optional.empty() : now.causes().values().stream().findFirst();
    }

    /**
     * The event that led to the fact; empty where none did.
     *
     * @throws IllegalStateException where it does not say which of a set, or names one that is not
     *     acted on here
     */
    Optional<Cause> of(Outgoing fact) {
      Running now = running.get();
      if (fact.cause() == null) {
        if (now.asSet()) {
          throw new IllegalStateException(
              "a fact told by a reaction to a set must name the event that led to it:"
                  + " append(fact.causedBy(arrived.received()))");
        }
        return running();
      }
      Cause named = now.causes().get(fact.cause().id());
      if (named == null) {
        throw new IllegalStateException(
            "the fact names event %s as its cause, which is not acted on here"
                .formatted(fact.cause().id()));
      }
      return Optional.of(named);
    }

    void during(UUID event, Cause cause, Runnable action) {
      during(new Running(Map.of(event, cause), false), action);
    }

    void duringAll(Map<UUID, Cause> set, Runnable action) {
      during(new Running(set, true), action);
    }

    private void during(Running now, Runnable action) {
      running.set(now);
      try {
        action.run();
      } finally {
        running.remove();
      }
    }
  }
}
