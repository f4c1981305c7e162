package dev.ensemble.messaging.leases;

import java.io.Serial;

/** The lease is over, so the transaction that was to write under it must not commit. */
public final class LeaseLost extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  LeaseLost(Lease lease) {
    super(
        "%s no longer holds the lease %s under token %d"
            .formatted(lease.owner(), lease.resource(), lease.token()));
  }
}
