package dev.ensemble.messaging.leases;

import java.time.Instant;

/**
 * A lease as it was granted. It may be over by the time one looks: {@link Leases#fence} tells, and
 * keeps it so.
 *
 * @param token larger than that of every grant before it, except that a renewal keeps its own
 * @param until by the database's clock
 */
public record Lease(String resource, String owner, long token, Instant until) {}
