package dev.ensemble.order.domain;

import dev.ensemble.order.domain.OrderFact.CancellationRefused;
import dev.ensemble.order.domain.OrderFact.PaymentCharged;
import dev.ensemble.order.domain.OrderFact.PaymentDeclined;
import dev.ensemble.order.domain.OrderFact.PaymentRefunded;
import dev.ensemble.order.domain.OrderFact.ShipmentCancelled;
import dev.ensemble.order.domain.OrderFact.ShipmentCreated;
import dev.ensemble.order.domain.OrderFact.ShipmentDispatched;
import dev.ensemble.order.domain.OrderFact.ShipmentFailed;
import dev.ensemble.order.domain.OrderFact.StockRejected;
import dev.ensemble.order.domain.OrderFact.StockReleased;
import dev.ensemble.order.domain.OrderFact.StockReserved;
import dev.ensemble.order.domain.Stimulus.Asked;
import dev.ensemble.order.domain.Stimulus.Told;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way through the saga as the order sees it: what inventory tells and what payment tells, each
 * in its topic's order, and who asks for a cancellation in between.
 */
record Story(
    String name, List<Stimulus> inventory, List<Stimulus> payment, List<Stimulus> wishes, End end) {

  record End(Status status, @Nullable EndReason reason, Cancellation cancellation) {}

  private static final Cancellation NONE = new Cancellation.None();

  static List<Story> all() {
    List<Story> stories = new ArrayList<>();
    stories.add(
        new Story(
            "completed",
            facts(new StockReserved(), new ShipmentCreated(), new ShipmentDispatched()),
            facts(new PaymentCharged()),
            List.of(),
            new End(Status.COMPLETED, null, NONE)));
    stories.add(
        new Story(
            "out of stock",
            facts(new StockRejected()),
            List.of(),
            List.of(),
            new End(Status.CANCELLED, EndReason.OUT_OF_STOCK, NONE)));
    stories.add(
        new Story(
            "payment declined",
            facts(new StockReserved(), new StockReleased(EndReason.PAYMENT_DECLINED)),
            facts(new PaymentDeclined()),
            List.of(),
            new End(Status.CANCELLED, EndReason.PAYMENT_DECLINED, NONE)));
    stories.add(
        new Story(
            "shipment failed at its creation",
            facts(new StockReserved(), new ShipmentFailed()),
            facts(new PaymentCharged(), new PaymentRefunded(EndReason.SHIPMENT_FAILED)),
            List.of(),
            new End(Status.CANCELLED, EndReason.SHIPMENT_FAILED, NONE)));
    stories.add(
        new Story(
            "shipment failed at dispatch",
            facts(new StockReserved(), new ShipmentCreated(), new ShipmentFailed()),
            facts(new PaymentCharged(), new PaymentRefunded(EndReason.SHIPMENT_FAILED)),
            List.of(),
            new End(Status.CANCELLED, EndReason.SHIPMENT_FAILED, NONE)));
    for (Asker asker : Asker.values()) {
      stories.addAll(storiesOfAWish(asker));
    }
    return stories;
  }

  private static List<Story> storiesOfAWish(Asker asker) {
    EndReason reason = EndReason.valueOf(asker.name());
    List<Stimulus> wish = List.of(new Asked(asker));
    Cancellation open = new Cancellation.Requested(asker);
    End cancelled = new End(Status.CANCELLED, reason, open);
    String by = ", asked by " + asker;
    return List.of(
        new Story(
            "released before it was reserved" + by,
            facts(new StockReleased(reason)),
            List.of(),
            wish,
            cancelled),
        new Story(
            "released before the charge" + by,
            facts(new StockReserved(), new StockReleased(reason)),
            List.of(),
            wish,
            cancelled),
        new Story(
            "released while the charge was on its way" + by,
            facts(new StockReserved(), new StockReleased(reason)),
            facts(new PaymentCharged(), new PaymentRefunded(reason)),
            wish,
            cancelled),
        new Story(
            "released while the payment was declined" + by,
            facts(new StockReserved(), new StockReleased(reason)),
            facts(new PaymentDeclined()),
            wish,
            cancelled),
        new Story(
            "cancelled between shipment and dispatch" + by,
            facts(new StockReserved(), new ShipmentCreated(), new ShipmentCancelled()),
            facts(new PaymentCharged(), new PaymentRefunded(reason)),
            wish,
            cancelled),
        new Story(
            "asked too late" + by,
            facts(
                new StockReserved(),
                new ShipmentCreated(),
                new ShipmentDispatched(),
                new CancellationRefused()),
            facts(new PaymentCharged()),
            wish,
            new End(Status.COMPLETED, null, new Cancellation.Refused(asker))),
        new Story(
            "asked, and out of stock all the same" + by,
            facts(new StockRejected()),
            List.of(),
            wish,
            new End(Status.CANCELLED, EndReason.OUT_OF_STOCK, open)),
        new Story(
            "asked, and declined before inventory heard of it" + by,
            facts(new StockReserved(), new StockReleased(EndReason.PAYMENT_DECLINED)),
            facts(new PaymentDeclined()),
            wish,
            new End(Status.CANCELLED, EndReason.PAYMENT_DECLINED, open)),
        new Story(
            "asked, and the shipment had failed" + by,
            facts(new StockReserved(), new ShipmentCreated(), new ShipmentFailed()),
            facts(new PaymentCharged(), new PaymentRefunded(EndReason.SHIPMENT_FAILED)),
            wish,
            new End(Status.CANCELLED, EndReason.SHIPMENT_FAILED, open)));
  }

  private static List<Stimulus> facts(OrderFact... facts) {
    return Arrays.stream(facts).<Stimulus>map(Stimulus::told).toList();
  }

  /** An answer cannot come before its question, whatever the topics do. */
  static boolean answersAWish(Stimulus stimulus) {
    return stimulus instanceof Told told
        && switch (told.fact()) {
          case CancellationRefused f -> true;
          case ShipmentCancelled f -> true;
          case StockReleased f -> f.reason() != EndReason.PAYMENT_DECLINED;
          case PaymentRefunded f -> f.reason() != EndReason.SHIPMENT_FAILED;
          default -> false;
        };
  }

  @Override
  public String toString() {
    return name;
  }
}
