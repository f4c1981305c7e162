package dev.ensemble.messaging.leases;

import java.time.Instant;
import java.util.Optional;

/** The answer to who wants a lease. */
public sealed interface Grant {

  /** It is the owner's until then, newly or still. */
  record Granted(Lease lease) implements Grant {}

  /**
   * It is somebody else's.
   *
   * @param until by the database's clock; the owner may renew it, or give it back before
   */
  record Refused(String resource, String owner, Instant until) implements Grant {}

  /** The lease, if it was granted. */
  default Optional<Lease> granted() {
    return switch (this) {
      case Granted granted -> Optional.of(granted.lease());
      case Refused refused -> Optional.empty();
    };
  }
}
