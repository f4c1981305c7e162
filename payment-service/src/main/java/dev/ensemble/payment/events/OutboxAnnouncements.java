package dev.ensemble.payment.events;

import dev.ensemble.messaging.Outbox;
import dev.ensemble.messaging.Outgoing;
import dev.ensemble.payment.application.Announcements;
import dev.ensemble.payment.domain.PaymentFact;
import org.springframework.stereotype.Component;

/** Tells this service's facts through the outbox. */
@Component
class OutboxAnnouncements implements Announcements {
  private static final String TOPIC = "payment.events";

  private final Outbox outbox;

  OutboxAnnouncements(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void tell(PaymentFact fact, long version) {
    Told told = Told.of(fact);
    outbox.append(new Outgoing(TOPIC, told.type(), told.orderId().toString(), version, told));
  }
}
