package dev.ensemble.messaging;

import java.util.UUID;

/** Makes the ids of events and aggregates: UUIDv7 (RFC 9562), growing with time. */
@FunctionalInterface
public interface Ids {

  /**
   * The next id; within one instance greater than the one before, unless the system's clock was set
   * back by more than a few seconds in between.
   */
  UUID next();
}
