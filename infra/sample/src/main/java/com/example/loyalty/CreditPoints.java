package com.example.loyalty;

import dev.ensemble.messaging.Outbox;
import dev.ensemble.messaging.Outgoing;
import dev.ensemble.messaging.Received;
import java.math.RoundingMode;
import org.springframework.stereotype.Service;

/**
 * Runs in the inbox's transaction: points, the fact about them and the event's id are one commit.
 */
@Service
class CreditPoints {
  private final PointsTable table;
  private final Outbox outbox;

  CreditPoints(PointsTable table, Outbox outbox) {
    this.table = table;
    this.outbox = outbox;
  }

  void earn(Received received, Heard.PaymentCharged charged) {
    long points = charged.amount().setScale(0, RoundingMode.DOWN).longValueExact();
    if (points == 0) {
      return;
    }
    String customer = charged.customerId();
    PointsTable.Account now = table.book(received.id(), customer, charged.orderId(), points);
    tell(
        "points.earned.v1",
        new Told.PointsEarned(customer, charged.orderId(), points, now.points()),
        customer,
        now.version());
  }

  /** What was never earned, or was withdrawn before, is not withdrawn: nothing happens then. */
  void withdraw(Received received, Heard.PaymentRefunded refunded) {
    long points = table.earnedFor(refunded.orderId());
    if (points == 0) {
      return;
    }
    String customer = refunded.customerId();
    PointsTable.Account now = table.book(received.id(), customer, refunded.orderId(), -points);
    tell(
        "points.withdrawn.v1",
        new Told.PointsWithdrawn(customer, refunded.orderId(), points, now.points()),
        customer,
        now.version());
  }

  private void tell(String type, Told fact, String customer, long version) {
    outbox.append(new Outgoing("loyalty.events", type, customer, version, fact));
  }
}
