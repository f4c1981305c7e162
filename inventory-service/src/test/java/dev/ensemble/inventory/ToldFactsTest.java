package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.inventory.application.Announcements;
import dev.ensemble.inventory.domain.CancellationReason;
import dev.ensemble.inventory.domain.Line;
import dev.ensemble.inventory.domain.Money;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.RejectionReason;
import dev.ensemble.inventory.domain.ReleaseReason;
import dev.ensemble.inventory.domain.ReservationFact;
import dev.ensemble.inventory.domain.ShipmentId;
import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.testkit.Contracts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What this service tells, written by the real outbox, equals the contracts' samples. */
class ToldFactsTest extends ServiceTest {
  private static final UUID ORDER = UUID.fromString("0199a0de-7c00-7000-8000-00000000a001");
  private static final OrderId ORDER_ID = new OrderId(ORDER);
  private static final ShipmentId SHIPMENT =
      new ShipmentId(UUID.fromString("0199a0de-7c00-7000-8000-00000000c001"));
  private static final Sku MUG = new Sku("tea-mug");
  private static final Sku POT = new Sku("tea-pot");

  @Autowired Announcements announcements;

  static Stream<Arguments> facts() {
    return Stream.of(
        Arguments.of(
            "stock.reserved.v1",
            new ReservationFact.StockReserved(
                ORDER_ID, "alice", new Money(5_999), List.of(new Line(MUG, 2), new Line(POT, 1)))),
        Arguments.of(
            "stock.rejected.v1",
            new ReservationFact.StockRejected(ORDER_ID, RejectionReason.OUT_OF_STOCK, POT)),
        Arguments.of(
            "stock.released.v1",
            new ReservationFact.StockReleased(ORDER_ID, ReleaseReason.PAYMENT_DECLINED)),
        Arguments.of(
            "shipment.created.v1", new ReservationFact.ShipmentCreated(ORDER_ID, SHIPMENT)),
        Arguments.of(
            "shipment.dispatched.v1",
            new ReservationFact.ShipmentDispatched(
                ORDER_ID, SHIPMENT, Instant.parse("2026-11-21T09:30:00.123456Z"))),
        Arguments.of(
            "shipment.failed.v1", new ReservationFact.ShipmentFailed(ORDER_ID, SHIPMENT, POT)),
        Arguments.of(
            "shipment.cancelled.v1",
            new ReservationFact.ShipmentCancelled(ORDER_ID, SHIPMENT, CancellationReason.CUSTOMER)),
        Arguments.of("cancellation.refused.v1", new ReservationFact.CancellationRefused(ORDER_ID)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("facts")
  void a_told_fact_equals_its_sample_and_keeps_its_schema(String type, ReservationFact fact) {
    Map<String, Object> row = tell(fact);

    String payload = new String((byte[]) row.get("payload"), StandardCharsets.UTF_8);
    assertThat(row)
        .containsEntry("topic", "inventory.events")
        .containsEntry("type", type)
        .containsEntry("partition_key", ORDER.toString())
        .containsEntry("source", "/ensemble/inventory-service")
        .containsEntry("sequence", 7L);
    assertThat(Contracts.read(payload)).isEqualTo(Contracts.read(Contracts.sample(type)));
    assertThat(Contracts.violations(type, payload)).isEmpty();
  }

  @Test
  void every_fact_has_its_contract_tested() {
    List<String> told =
        facts().map(arguments -> arguments.get()[1].getClass().getSimpleName()).toList();
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ReservationFact.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList());
  }

  @Test
  void a_whole_amount_is_told_with_its_two_decimals() {
    Map<String, Object> row =
        tell(
            new ReservationFact.StockReserved(
                ORDER_ID, "alice", new Money(60_00), List.of(new Line(MUG, 1))));

    assertThat(new String((byte[]) row.get("payload"), StandardCharsets.UTF_8))
        .contains("\"total\":60.00");
  }

  /** Tells the fact and takes it back, so that the next one is alone again. */
  private Map<String, Object> tell(ReservationFact fact) {
    transaction().executeWithoutResult(status -> announcements.tell(fact, 7));
    Map<String, Object> row =
        sql()
            .sql("SELECT * FROM messaging.outbox WHERE partition_key = :order")
            .param("order", ORDER.toString())
            .query()
            .singleRow();
    sql()
        .sql("DELETE FROM messaging.outbox WHERE partition_key = :order")
        .param("order", ORDER.toString())
        .update();
    return row;
  }
}
