package dev.ensemble.messaging;

import org.jspecify.annotations.Nullable;

/**
 * The trace of work that goes on later, in another thread or process: a shipment that leaves when
 * its time has come still belongs to the trace of its order. Keep {@link #current} beside what is
 * to be done, and tell the facts of it within {@link #during}.
 *
 * <p>A trace is a help for people and no part of any promise: where one is missing or malformed,
 * everything goes on without it.
 */
public interface Traces {

  /**
   * Where a fact told now would belong: the trace of the event that is acted on, else of the span
   * that this thread is in.
   *
   * @return a W3C {@code traceparent} of 55 characters, null where there is no trace
   */
  @Nullable String current();

  /**
   * Tells facts in a kept trace. An event that is acted on meanwhile keeps its own, and so do its
   * facts.
   *
   * @param traceparent as {@link #current} gave it; null or malformed: as without this call
   */
  void during(@Nullable String traceparent, Runnable work);
}
