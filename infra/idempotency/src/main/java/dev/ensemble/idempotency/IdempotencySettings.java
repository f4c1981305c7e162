package dev.ensemble.idempotency;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of calls that are safe to retry. A name that is not known is refused at the start,
 * because a setting with a typing error would be one that is silently not in force.
 *
 * @param life for how long a call's answer is found. A retry that comes later is executed anew, so
 *     it is longer than any client goes on trying, and is published to clients.
 * @param retryAfter when a duplicate of a running call should come again
 * @param partitionsAhead for how long in advance partitions are made, and so how long their upkeep
 *     may fail without harm
 */
@ConfigurationProperties(value = "ensemble.idempotency", ignoreUnknownFields = false)
record IdempotencySettings(
    @DefaultValue("PT24H") Duration life,
    @DefaultValue("PT1S") Duration retryAfter,
    @DefaultValue("P3D") Duration partitionsAhead,
    @DefaultValue Database database) {

  /** The schema's function refuses less, too. */
  private static final Duration LIFE_MIN = Duration.ofHours(1);

  /** Each day of it is one more partition to look into at each call. */
  private static final Duration LIFE_MAX = Duration.ofDays(31);

  private static final Duration RETRY_MIN = Duration.ofSeconds(1);
  private static final Duration RETRY_MAX = Duration.ofHours(1);
  private static final Duration AHEAD_MIN = Duration.ofDays(1);
  private static final Duration AHEAD_MAX = Duration.ofDays(60);

  IdempotencySettings {
    between(LIFE_MIN, life, LIFE_MAX, "life");
    between(RETRY_MIN, retryAfter, RETRY_MAX, "retry-after");
    between(AHEAD_MIN, partitionsAhead, AHEAD_MAX, "partitions-ahead");
  }

  /**
   * The role that gets privileges on the schema.
   *
   * @param appRole the role under which the application runs; by default the one of its DataSource
   */
  record Database(@Nullable String appRole) {

    // The name stands in SQL that grants; PostgreSQL itself would take almost anything.
    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_.@-]{1,63}");

    Database {
      if (appRole != null && !ROLE.matcher(appRole).matches()) {
        throw new IllegalArgumentException(
            "ensemble.idempotency.database.app-role must be a role's name: letters, digits, '_',"
                + " '.', '@' and '-', at most 63 of them");
      }
    }
  }

  private static void between(Duration least, Duration value, Duration most, String name) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "ensemble.idempotency.%s must be from %s to %s, not %s"
              .formatted(name, least, most, value));
    }
  }
}
