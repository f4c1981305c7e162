package dev.ensemble.messaging;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves the order in the database and looks there for what comes of it. */
final class ParkByOrder implements Park {
  private static final Logger log = LoggerFactory.getLogger(ParkByOrder.class);

  /** A person waits for it. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final String consumer;
  private final ParkOrders orders;
  private final ProcessedEventsTable processed;
  private final Outages outages;

  ParkByOrder(String consumer, ParkOrders orders, ProcessedEventsTable processed, Outages outages) {
    this.consumer = consumer;
    this.orders = orders;
    this.processed = processed;
    this.outages = outages;
  }

  @Override
  public Answer run(Order order) {
    ParkedKeysRedrive.requireNoTransaction();
    try {
      Answer answer = answer(order);
      log.warn(
          "Consumer {}: {} ordered to park event id {}: {}",
          consumer,
          order.decision().actor(),
          order.eventId(),
          answer.outcome());
      return answer;
    } catch (RuntimeException failure) {
      throw outages.isOutage(failure) ? new InboxOutage(failure) : failure;
    }
  }

  private Answer answer(Order order) {
    long deadline = System.nanoTime() + order.patience().toNanos();
    Answer known = known(order.eventId());
    if (known != null) {
      return known;
    }
    orders.place(consumer, order);
    while (true) {
      known = known(order.eventId());
      if (known != null) {
        orders.end(consumer, order.eventId());
        return known;
      }
      if (System.nanoTime() >= deadline || !paused()) {
        return new Answer(Outcome.ORDERED, null);
      }
    }
  }

  private @Nullable Answer known(UUID id) {
    Long number = orders.number(consumer, id);
    if (number != null) {
      return new Answer(Outcome.PARKED, number);
    }
    // Under whichever digest.
    boolean settled =
        !processed.digests(consumer, List.of(new ProcessedEventsTable.Entry(id, 0))).isEmpty();
    return settled ? new Answer(Outcome.SETTLED, null) : null;
  }

  /** Answers whether to look again. */
  private static boolean paused() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
