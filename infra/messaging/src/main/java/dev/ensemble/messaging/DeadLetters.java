package dev.ensemble.messaging;

import dev.ensemble.messaging.leases.Lease;
import dev.ensemble.messaging.leases.Leases;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Copies what is parked to a dead-letter topic, in the order of numbers, at least once, after it
 * was parked: a broker that is away holds up the copies and nothing else. One replica does it,
 * under a lease. What waits behind another is not copied, nor what was redriven or discarded before
 * its turn: that is dead no more.
 */
final class DeadLetters {

  /** A person looks at the topic; nothing waits for it. */
  static final Duration PACE = Duration.ofSeconds(1);

  /** Then the loop has a chance to stop. */
  static final int PER_PASS_MAX = 100;

  /** Longer than it takes to send one, so that no second replica sends it meanwhile. */
  static final Duration LEASE_TTL =
      DeadLetterSender.DELIVERY_TIME_MAX.plus(DeadLetterSender.ANSWER_TIME_MAX).multipliedBy(2);

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  /** The right to do it. */
  record Turn(Leases leases, String owner, TransactionTemplate transaction) {}

  private final String consumer;
  private final DeadLettersTable table;
  private final DeadLetterSender sender;
  private final Turn turn;

  DeadLetters(String consumer, DeadLettersTable table, DeadLetterSender sender, Turn turn) {
    this.consumer = consumer;
    this.table = table;
    this.sender = sender;
    this.turn = turn;
  }

  /**
   * One bounded pass.
   *
   * @return how many were copied, or refused for good
   */
  int runOnce() {
    int done = 0;
    while (done < PER_PASS_MAX && !Thread.currentThread().isInterrupted()) {
      Optional<Lease> lease =
          turn.leases().acquire("dead-letters-" + consumer, turn.owner(), LEASE_TTL).granted();
      Optional<ParkedRow> next = lease.isEmpty() ? Optional.empty() : table.next(consumer);
      if (lease.isEmpty() || next.isEmpty()) {
        return done;
      }
      copy(next.get(), lease.get());
      done++;
    }
    return done;
  }

  private void copy(ParkedRow row, Lease lease) {
    boolean taken = sender.send(new DeadLetter(consumer, row.event(), row.record()));
    turn.transaction()
        .executeWithoutResult(
            status -> {
              turn.leases().fence(lease);
              table.mark(
                  row.event().number(),
                  taken ? DeadLettersTable.Mark.COPIED : DeadLettersTable.Mark.REFUSED);
            });
    if (!taken) {
      log.warn(
          "Consumer {}: the dead-letter topic refuses parked event {} ({}), as too large or without"
              + " what it asks of a record. It stays parked and is not copied; the others go on.",
          consumer,
          row.event().number(),
          Failure.place(row.record()));
    }
  }
}
