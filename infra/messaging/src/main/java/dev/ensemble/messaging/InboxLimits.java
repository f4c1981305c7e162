package dev.ensemble.messaging;

import java.time.Duration;

/**
 * How long an inbox's transaction may take. Without limits a consumer that is frozen in the middle
 * holds the ids that it inserted, and every other consumer of the same events waits for ever.
 *
 * @param lock for a row or an id that another transaction holds
 * @param statement for one statement
 * @param idle between two statements: a use case that waits for something else holds locks
 *     meanwhile
 * @param transaction for all of it, well below the five minutes after which Kafka gives a consumer
 *     up
 */
record InboxLimits(Duration lock, Duration statement, Duration idle, Duration transaction) {

  static final InboxLimits DEFAULT =
      new InboxLimits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60));
}
