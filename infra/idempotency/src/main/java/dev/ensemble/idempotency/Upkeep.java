package dev.ensemble.idempotency;

import java.time.Duration;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Makes the coming days' partitions before they are needed, and drops those of which no answer
 * lives. Any number of replicas may do so at once, and all go by the database's clock.
 */
final class Upkeep {
  private final JdbcOperations sql;
  private final Duration ahead;
  private final Duration life;

  Upkeep(JdbcOperations sql, Duration ahead, Duration life) {
    this.sql = sql;
    this.ahead = ahead;
    this.life = life;
  }

  /**
   * One pass; answers how many days it made and dropped. The making comes first: without a day
   * ahead all calls fail, without the dropping a disk fills slowly.
   */
  int runOnce() {
    return makeDays()
        + count("SELECT idempotency.drop_expired(CAST(? AS interval))", life.toString());
  }

  int makeDays() {
    return count("SELECT idempotency.ensure_partitions(?)", Math.toIntExact(ahead.toDays()));
  }

  private int count(String statement, Object argument) {
    Integer count = sql.queryForObject(statement, Integer.class, argument);
    return count == null ? 0 : count;
  }
}
