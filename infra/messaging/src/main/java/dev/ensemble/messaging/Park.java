package dev.ensemble.messaging;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Has an event parked that holds up its partition for an outage that it meets by its own making, as
 * a statement that is too heavy for its limit does. The inbox parks no outage by itself, because
 * trying again is the answer to one; here somebody says that it is not. The event is parked where
 * it stands when its partition tries it the next time and it meets an outage once more: never one
 * that goes through, and nothing while the database is away. What comes behind it of its key waits
 * with it, all else goes on, and a {@link Redrive} or a {@link Discard} ends it.
 */
public interface Park {

  /** Longer than the longest pause between two tries has to be, and nobody waits longer here. */
  Duration PATIENCE_MAX = Duration.ofSeconds(60);

  /** Twice the default of the longest pause between two tries. */
  Duration PATIENCE_DEFAULT = Duration.ofSeconds(20);

  /**
   * Which event, and who wants that.
   *
   * @param eventId its {@code ce_id}, as log and health name it
   * @param patience how long to wait for what comes of it, up to {@link #PATIENCE_MAX}; none to
   *     leave the order and go
   */
  record Order(UUID eventId, Decision decision, Duration patience) {

    public Order {
      if (patience.isNegative() || patience.compareTo(PATIENCE_MAX) > 0) {
        throw new IllegalArgumentException(
            "what comes of it is waited for from 0 to %d s".formatted(PATIENCE_MAX.toSeconds()));
      }
    }
  }

  /** What is so now. */
  enum Outcome {

    /** It is parked, by this order or before. */
    PARKED,

    /** It had taken effect or was discarded; there is nothing to park, and no order stands. */
    SETTLED,

    /**
     * It was not tried since, or not by an inbox that runs. The order stands for a day; it does
     * nothing to an event that never comes, or that goes through.
     */
    ORDERED
  }

  /**
   * What came of an order.
   *
   * @param number of the parked event; null where none is
   */
  record Answer(Outcome outcome, @Nullable Long number) {}

  /**
   * Leaves the order for whichever process has the event's partition, and waits for what comes.
   *
   * @throws InboxOutage where the database is out of reach
   * @throws IllegalStateException where a transaction runs already
   */
  Answer run(Order order);
}
