package dev.ensemble.messaging;

/**
 * Tells failures of an event from outages of what its use case stands on. A bean of this type adds
 * to what the library knows about databases and networks: a payment provider's client, say, whose
 * exception means that nobody answered.
 *
 * <p>An outage uses up no attempts and parks nothing: the partition of the event that met it waits
 * and tries again until it is over. So a sign must not be true of what one event can cause by its
 * content.
 */
@FunctionalInterface
public interface OutageSign {

  /** Whether this exception, one of a chain of causes, means an outage. */
  boolean shows(Throwable cause);
}
