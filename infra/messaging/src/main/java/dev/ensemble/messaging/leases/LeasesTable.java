package dev.ensemble.messaging.leases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The leases in {@code messaging.leases}, whose rules are those of the database's functions. */
final class LeasesTable implements Leases {
  private static final Pattern RESOURCE = Pattern.compile("[a-z][a-z0-9._-]{0,127}");
  private static final Pattern OWNER = Pattern.compile("[!-~]{1,255}");

  private static final String ACQUIRE =
      """
      SELECT granted, holder, fence, until
      FROM messaging.acquire_lease(?, ?, make_interval(secs => ?))
      """;

  private static final String RELEASE = "SELECT messaging.release_lease(?, ?)";
  private static final String HOLD = "SELECT messaging.hold_lease(?, ?)";

  private static final String IS_HELD =
      """
      SELECT EXISTS (
        SELECT FROM messaging.leases
        WHERE resource = ? AND token = ? AND expires_at > clock_timestamp())
      """;

  private final DataSource database;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate own;

  LeasesTable(DataSource database) {
    this.database = database;
    this.jdbc = new JdbcTemplate(database);
    this.own = new TransactionTemplate(new JdbcTransactionManager(database));
    // Whoever has waited for the row must see what its holder did; at any higher level he would
    // fail.
    this.own.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
  }

  @Override
  public Grant acquire(String resource, String owner, Duration ttl) {
    require(RESOURCE.matcher(resource).matches(), "no name of a resource: " + resource);
    require(OWNER.matcher(owner).matches(), "no name of an owner: " + owner);
    require(
        ttl.compareTo(TTL_MIN) >= 0 && ttl.compareTo(TTL_MAX) <= 0,
        "a lease is for " + TTL_MIN + " to " + TTL_MAX + ", not for " + ttl);
    requireNoTransaction();
    @Nullable Grant grant =
        own.execute(
            status ->
                jdbc.queryForObject(
                    ACQUIRE,
                    (row, n) -> grant(row, resource),
                    resource,
                    owner,
                    ttl.toNanos() / (double) Duration.ofSeconds(1).toNanos()));
    if (grant == null) {
      throw new IllegalStateException("the database did not say whose the lease is");
    }
    return grant;
  }

  private static Grant grant(ResultSet row, String resource) throws SQLException {
    String holder = row.getString("holder");
    var until = row.getObject("until", OffsetDateTime.class).toInstant();
    return row.getBoolean("granted")
        ? new Grant.Granted(new Lease(resource, holder, row.getLong("fence"), until))
        : new Grant.Refused(resource, holder, until);
  }

  @Override
  public boolean release(Lease lease) {
    requireNoTransaction();
    return Boolean.TRUE.equals(own.execute(status -> is(RELEASE, lease)));
  }

  @Override
  public boolean isHeld(Lease lease) {
    return is(IS_HELD, lease);
  }

  @Override
  public void fence(Lease lease) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()
        || !TransactionSynchronizationManager.hasResource(database)) {
      throw new IllegalStateException(
          "a fence keeps a transaction from committing, and none runs on the leases' database here");
    }
    if (!is(HOLD, lease)) {
      throw new LeaseLost(lease);
    }
  }

  private boolean is(String question, Lease lease) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(question, Boolean.class, lease.resource(), lease.token()));
  }

  private static void requireNoTransaction() {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(
          "a lease is acquired and given back in a transaction of its own, and another one runs");
    }
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
