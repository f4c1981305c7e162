package dev.ensemble.messaging;

import java.util.List;
import java.util.function.Supplier;

/** Measures and traces transactions and reactions, and changes nothing of them. */
final class EffectWatch {

  /** Neither measured nor traced. */
  static final EffectWatch NONE = new EffectWatch(EffectMeters.NONE, Tracing.NONE);

  private final EffectMeters meters;
  private final Tracing tracing;

  EffectWatch(EffectMeters meters, Tracing tracing) {
    this.meters = meters;
    this.tracing = tracing;
  }

  <T> T transaction(String consumer, List<? extends Reading<?>> batch, Supplier<T> work) {
    long begun = System.nanoTime();
    boolean isCommitted = false;
    try {
      T done = tracing.batch(consumer, batch, work);
      isCommitted = true;
      return done;
    } finally {
      meters.transaction(isCommitted, System.nanoTime() - begun);
    }
  }

  /**
   * @param facts of one type; more than one where the reaction takes a set
   */
  void reaction(String consumer, List<? extends Reading.Fact<?>> facts, Runnable reaction) {
    long begun = System.nanoTime();
    try {
      tracing.reaction(consumer, facts, reaction);
    } finally {
      meters.handler(facts.getFirst().envelope().type(), System.nanoTime() - begun);
    }
  }
}
