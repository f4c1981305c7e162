package dev.ensemble.inventory.events;

import dev.ensemble.inventory.application.Announcements;
import dev.ensemble.inventory.domain.ReservationFact;
import dev.ensemble.messaging.Outbox;
import dev.ensemble.messaging.Outgoing;
import org.springframework.stereotype.Component;

/** Tells this service's facts through the outbox. */
@Component
class OutboxAnnouncements implements Announcements {
  private static final String TOPIC = "inventory.events";

  private final Outbox outbox;

  OutboxAnnouncements(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void tell(ReservationFact fact, long version) {
    Told told = Told.of(fact);
    outbox.append(new Outgoing(TOPIC, told.type(), fact.orderId().toString(), version, told));
  }
}
