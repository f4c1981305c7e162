package dev.ensemble.messaging;

import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The application's tracing, as far as messaging has to do with it. What it does never changes what
 * becomes of an event.
 */
interface Tracing {

  /** Of an application that has none: the context of an event goes on to what it led to. */
  Tracing NONE =
      new Tracing() {
        @Override
        public <T> T batch(String consumer, List<? extends Reading<?>> batch, Supplier<T> work) {
          return work.get();
        }

        @Override
        public void reaction(
            String consumer, List<? extends Reading.Fact<?>> facts, Runnable reaction) {
          reaction.run();
        }

        @Override
        public OutboxRow.Trail told(UUID id, Outgoing fact, OutboxRow.Trail trail) {
          return trail;
        }

        @Override
        public @Nullable String current() {
          return null;
        }
      };

  /** Runs a batch's transaction, which belongs to no event's trace. */
  <T> T batch(String consumer, List<? extends Reading<?>> batch, Supplier<T> work);

  /** Runs a reaction to one event, in that event's trace, or to a set of them. */
  void reaction(String consumer, List<? extends Reading.Fact<?>> facts, Runnable reaction);

  /**
   * The trail of a fact that is told now: with the context that its consumers go on from.
   *
   * @param trail what is known without tracing; its trace is kept
   */
  OutboxRow.Trail told(UUID id, Outgoing fact, OutboxRow.Trail trail);

  /** The traceparent of the span that this thread is in, null where there is none. */
  @Nullable String current();
}
