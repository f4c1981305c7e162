package dev.ensemble.messaging;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
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
  private final InboxTransaction transaction;
  private final Outages outages;

  /** Each who waits asks again and again; the others' orders stand without. */
  private final Semaphore waiting = new Semaphore(1);

  ParkByOrder(
      String consumer,
      ParkOrders orders,
      ProcessedEventsTable processed,
      InboxTransaction transaction,
      Outages outages) {
    this.consumer = consumer;
    this.orders = orders;
    this.processed = processed;
    this.transaction = transaction;
    this.outages = outages;
  }

  @Override
  public Answer run(Order order) {
    ParkedKeysRedrive.requireNoTransaction();
    Answer known;
    try {
      known = transaction.run(status -> knownOrPlaced(order));
    } catch (RuntimeException failure) {
      throw outages.isOutage(failure) ? new InboxOutage(failure) : failure;
    }
    if (known.outcome() != Outcome.ORDERED) {
      return known;
    }
    log.warn(
        "Consumer {}: {} ordered to park event id {} at its next outage; the order stands for a day",
        consumer,
        order.decision().actor(),
        order.eventId());
    if (!waiting.tryAcquire()) {
      return known;
    }
    try {
      return waitedFor(order);
    } finally {
      waiting.release();
    }
  }

  private Answer knownOrPlaced(Order order) {
    Answer known = known(order.eventId());
    if (known == null) {
      orders.place(consumer, order);
      return new Answer(Outcome.ORDERED, null);
    }
    return known;
  }

  private Answer waitedFor(Order order) {
    long deadline = System.nanoTime() + order.patience().toNanos();
    while (System.nanoTime() < deadline && paused()) {
      try {
        Answer known = known(order.eventId());
        if (known != null) {
          return ended(order, known);
        }
      } catch (RuntimeException failure) {
        if (outages.isOutage(failure)) {
          break;
        }
        throw failure;
      }
    }
    return new Answer(Outcome.ORDERED, null);
  }

  /** Whoever carries it out ends it himself; an event that went through leaves it behind. */
  private Answer ended(Order order, Answer known) {
    transaction.run(
        status -> {
          orders.end(consumer, order.eventId());
          return known;
        });
    return known;
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
