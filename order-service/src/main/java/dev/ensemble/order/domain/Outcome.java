package dev.ensemble.order.domain;

import java.util.List;

/** The answer to a fact or a wish; there always is one. */
public sealed interface Outcome {

  /**
   * The order moved on.
   *
   * @param facts what the others are told of it: nothing, or one fact
   * @param steps what its history keeps of it: nothing where the status stayed, or one step
   */
  record Changed(Order order, List<ToldFact> facts, List<Step> steps) implements Outcome {}

  /** Everything stays as it is. */
  record Unchanged(Reason reason) implements Outcome {}

  /** Why everything stays as it is. */
  enum Reason {
    ALREADY_KNOWN,
    ALREADY_ASKED,
    ALREADY_CANCELLING,
    ALREADY_CANCELLED,
    ALREADY_COMPLETED,
    NOTHING_TO_REFUSE
  }
}
