package dev.ensemble.order.events;

import dev.ensemble.messaging.Outbox;
import dev.ensemble.messaging.Outgoing;
import dev.ensemble.order.application.Announcements;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.ToldFact;
import org.springframework.stereotype.Component;

/** Tells this service's facts through the outbox, in the shapes of their contracts. */
@Component
class OutboxAnnouncements implements Announcements {
  private static final String TOPIC = "order.events";

  private final Outbox outbox;

  OutboxAnnouncements(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void tell(ToldFact fact, long version) {
    switch (fact) {
      case ToldFact.Placed placed ->
          append(fact, placed.orderId(), version, OrderPlaced.of(placed));
      case ToldFact.CancellationRequested requested ->
          append(fact, requested.orderId(), version, CancellationRequested.of(requested));
    }
  }

  private void append(ToldFact fact, OrderId order, long version, Record data) {
    outbox.append(new Outgoing(TOPIC, fact.type(), order.toString(), version, data));
  }
}
