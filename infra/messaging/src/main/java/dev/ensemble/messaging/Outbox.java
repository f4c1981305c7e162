package dev.ensemble.messaging;

import java.util.UUID;

/** Where a service's facts are written, in the transaction that makes them true. */
public interface Outbox {

  /**
   * Appends one fact to the running transaction.
   *
   * @return the event's id, a UUIDv7
   * @throws IllegalStateException where no transaction runs; in a reaction to a set, where the fact
   *     does not name the event that led to it; where it names one that is not acted on here
   * @throws IllegalArgumentException where the fact is too large or breaks the envelope's contract;
   *     thrown here, before the commit, so that it never reaches the relay
   */
  UUID append(Outgoing fact);
}
