package dev.ensemble.order.domain;

/** The answer to the wish to buy. */
public sealed interface Placing {

  record Placed(Outcome.Changed begun) implements Placing {}

  /** The sum over the lines is more than {@link Money#MAX}. */
  record TotalTooLarge() implements Placing {}
}
