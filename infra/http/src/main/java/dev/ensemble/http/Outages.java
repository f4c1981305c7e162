package dev.ensemble.http;

import java.util.Optional;

/** Knows the failures that pass by themselves, so that a client may come again. */
@FunctionalInterface
interface Outages {

  /** The 503 to answer, or nothing where the failure is of another kind. */
  Optional<Problem> problem(Throwable failure);
}
