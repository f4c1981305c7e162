package dev.ensemble.order.domain;

/** How far a wish to cancel has come; inventory alone decides on it. */
public sealed interface Cancellation {

  /** Nobody asked. */
  record None() implements Cancellation {}

  /** Somebody asked, and no answer is known yet. */
  record Requested(Asker by) implements Cancellation {}

  /** It was asked too late: the parcel had left. */
  record Refused(Asker by) implements Cancellation {}
}
