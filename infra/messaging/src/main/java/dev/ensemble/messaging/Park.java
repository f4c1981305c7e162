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

  /** Somebody sits there; the order itself stands for longer. */
  Duration PATIENCE_MAX = Duration.ofSeconds(60);

  /**
   * By the defaults two tries are 40 s apart at most: the longest pause, and the limit of a
   * statement twice, in the batch and alone.
   */
  Duration PATIENCE_DEFAULT = Duration.ofSeconds(45);

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
     * Nothing came of it yet: it is being tried or was not tried since, no inbox runs, or there is
     * no such event. The order stands for a day; it does nothing to an event that never comes, or
     * that goes through. Where another waits for his already, the order stands and nobody waits.
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
   * Leaves the order for whichever process has the event's partition, and waits for what comes. An
   * outage ends the waiting, and the order stands.
   *
   * @throws InboxOutage where the database is out of reach, and no order stands
   * @throws IllegalStateException where a transaction runs already
   */
  Answer run(Order order);
}
