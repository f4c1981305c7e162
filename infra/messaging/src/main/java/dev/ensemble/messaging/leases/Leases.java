package dev.ensemble.messaging.leases;

import java.time.Duration;

/**
 * Locks with an end, one per named resource, in the application's database. Only that database's
 * clock counts: those of the replicas may be wrong.
 *
 * <p>A lease keeps work from being done twice at once as long as its owner is in time. That a late
 * owner does no harm is the fence's doing: it belongs into every transaction that writes under the
 * lease.
 */
public interface Leases {

  /** Shorter would not outlast a round trip under load. */
  Duration TTL_MIN = Duration.ofSeconds(1);

  /** For so long nobody does the work after its owner has died; longer is not a lease any more. */
  Duration TTL_MAX = Duration.ofHours(1);

  /**
   * One statement, committed when it returns; safe to repeat. A lease that is free or has ended is
   * granted with a token larger than all before. The owner's own is renewed: the same token, and an
   * end that is never earlier than it was.
   *
   * <p>A lease that has ended is taken over only when no transaction is open that was {@link #fence
   * fenced} under it; that is waited for, for 5 s.
   *
   * @param resource lower-case letters, digits, '.', '_' and '-', at most 128, from a letter on;
   *     few and fixed, as each stays in the table
   * @param owner visible ASCII, at most 255; never the same for two processes
   * @param ttl {@link #TTL_MIN} to {@link #TTL_MAX}
   * @throws IllegalArgumentException where one of them is not as it should be
   * @throws IllegalStateException within a transaction, whose end would decide on the lease
   * @throws org.springframework.dao.DataAccessException where the database does not answer, or
   *     others were in the way for longer than 5 s; what is held then is unknown until the next try
   */
  Grant acquire(String resource, String owner, Duration ttl);

  /**
   * Ends the lease before its time.
   *
   * @return false where it was over already
   */
  boolean release(Lease lease);

  /** Whether it is held under its token now; it may be over by the time one acts on the answer. */
  boolean isHeld(Lease lease);

  /**
   * Lets the running transaction commit only under the lease: nobody takes it over before the
   * transaction ends. Where a holder froze and the lease went on to somebody else, this refuses.
   *
   * @throws LeaseLost where it is over
   * @throws IllegalStateException where no transaction runs on the leases' database
   * @throws org.springframework.dao.DataAccessException where its isolation level is not READ
   *     COMMITTED: it would see who held the lease when it began, and not who does now
   */
  void fence(Lease lease);
}
