package dev.ensemble.chaos.check;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The steps that an order may take, written down a second time so that the service's own idea of
 * them is checked against it: where it stood, what it heard, where it stands then. Facts of one
 * topic are heard in their order, those of two in any.
 */
final class Steps {
  private static final String LEGAL =
      """
      -       order.placed.v1                 PLACED
      PLACED  stock.reserved.v1               RESERVED
      PLACED  stock.rejected.v1               CANCELLED
      PLACED  payment.charged.v1              PAID
      PLACED  payment.declined.v1             CANCELLED
      PLACED  order.cancellation-requested.v1 CANCELLING
      RESERVED payment.charged.v1             PAID
      RESERVED payment.declined.v1            CANCELLED
      RESERVED stock.released.v1              CANCELLED
      RESERVED shipment.created.v1            SHIPPING
      RESERVED shipment.failed.v1             CANCELLING
      RESERVED order.cancellation-requested.v1 CANCELLING
      PAID    shipment.created.v1             SHIPPING
      PAID    shipment.failed.v1              CANCELLING
      PAID    payment.refunded.v1             CANCELLED
      PAID    order.cancellation-requested.v1 CANCELLING
      SHIPPING shipment.dispatched.v1         COMPLETED
      SHIPPING shipment.failed.v1             CANCELLING
      SHIPPING payment.refunded.v1            CANCELLED
      SHIPPING order.cancellation-requested.v1 CANCELLING
      CANCELLING shipment.dispatched.v1       COMPLETED
      CANCELLING stock.rejected.v1            CANCELLED
      CANCELLING stock.released.v1            CANCELLED
      CANCELLING payment.refunded.v1          CANCELLED
      """;

  private Steps() {}

  /** As rows of SQL: {@code ('-', 'order.placed.v1', 'PLACED'), …}. */
  static String asRows() {
    return legal()
        .map(step -> "('%s', '%s', '%s')".formatted((Object[]) step))
        .collect(Collectors.joining(", "));
  }

  /** Each: where it stood ({@code -} before it was placed), what it heard, where it stands. */
  static Stream<String[]> legal() {
    return LEGAL.lines().map(line -> line.split(" +", -1));
  }
}
