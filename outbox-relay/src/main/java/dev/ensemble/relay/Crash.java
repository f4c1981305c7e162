package dev.ensemble.relay;

/**
 * What happens after the first failure. In the relay the process ends; tests listen instead,
 * because nothing in this package may go on after it.
 */
@FunctionalInterface
interface Crash {
  void because(String source, RelayFailure failure);

  /** A source may not stream. Where it is the only one, there is nothing to go on for. */
  default void refused(String source, RelayFailure refusal) {
    because(source, refusal);
  }
}
