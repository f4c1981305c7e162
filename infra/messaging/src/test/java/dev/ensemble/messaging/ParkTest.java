package dev.ensemble.messaging;

import static dev.ensemble.messaging.Lot.event;
import static dev.ensemble.messaging.Lot.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestKafka;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** An outage is never parked, unless somebody says that this one will not end. */
class ParkTest extends OverOneShop {

  @Test
  void a_partition_goes_on_once_the_event_that_holds_it_up_is_parked_by_order() {
    try (Desk desk = Desk.open(shop, 1)) {
      meetsOutages("bad");
      desk.send(0, "bad", "a", "bad", "b");
      UUID id = id(TestKafka.readAll(desk.topic).getFirst());
      InboxWorker worker = desk.worker();
      desk.until(() -> worker.state().waitsFor().isPresent(), worker);
      Park park =
          new ParkByOrder(
              desk.consumer,
              shop.bean(ParkingTable.class).orders(),
              shop.bean(ProcessedEventsTable.class),
              shop.bean(Outages.class));

      assertThat(park.run(order(id)).outcome()).isEqualTo(Park.Outcome.ORDERED);
      desk.pass(Duration.ofSeconds(10));
      desk.until(() -> desk.committed(0) == 4, worker);

      assertThat(shop.effects()).containsExactly("a", "b");
      assertThat(lot.parked()).containsExactly("failed bad 0", "behind bad 2");
      assertThat(lot.texts("SELECT reason FROM messaging.parked_events WHERE kind = 'failed'"))
          .allSatisfy(reason -> assertThat(reason).contains("too heavy"));
      assertThat(lot.audit()).containsExactly("ada parked 0");
      assertThat(lot.texts("SELECT actor FROM messaging.park_orders")).isEmpty();
      assertThat(worker.state().waitsFor()).isEmpty();
      Park.Answer again = park.run(order(id));
      assertThat(again.outcome()).isEqualTo(Park.Outcome.PARKED);
      assertThat(again.number()).isNotNull();
    }
  }

  @Test
  void what_was_parked_by_order_acts_in_its_order_after_a_redrive() {
    ConsumerRecord<byte[], byte[]> culprit = event("a", 1);
    meetsOutages("a");
    assertThat(take(culprit).waits()).hasSize(1);
    park().run(order(id(culprit)));
    lot.take(culprit, event("a", 2), event("b", 3));
    shop.behaviour().reset();

    assertThat(outcomes(lot.redrive(Lot.ALL))).containsExactly("APPLIED 1", "APPLIED 2");

    assertThat(lot.effects()).containsExactly("b 3", "a 1", "a 2");
    assertThat(lot.audit()).containsExactly("ada parked 1", "ada applied 1", "ada applied 2");
    assertThat(lot.keys()).isEmpty();
  }

  @Test
  void an_order_does_nothing_to_an_event_that_goes_through() {
    ConsumerRecord<byte[], byte[]> culprit = event("a", 1);
    meetsOutages("a");
    assertThat(take(culprit).waits()).hasSize(1);
    park().run(order(id(culprit)));
    shop.behaviour().reset();

    lot.take(culprit);

    assertThat(lot.effects()).containsExactly("a 1");
    assertThat(park().run(order(id(culprit))).outcome()).isEqualTo(Park.Outcome.SETTLED);
  }

  @Test
  void an_order_that_nobody_remembers_is_not_carried_out() {
    ConsumerRecord<byte[], byte[]> culprit = event("a", 1);
    meetsOutages("a");
    park().run(order(id(culprit)));
    shop.superuser()
        .sql("UPDATE messaging.park_orders SET at = clock_timestamp() - interval '25 hours'")
        .update();

    assertThat(take(culprit).waits()).hasSize(1);
    assertThat(lot.parked()).isEmpty();

    park().run(order(UUID.randomUUID()));
    assertThat(lot.texts("SELECT event_id::text FROM messaging.park_orders"))
        .doesNotContain(id(culprit).toString())
        .hasSize(1);
  }

  @Test
  void whoever_gave_the_order_waits_for_what_comes_of_it() throws Exception {
    ConsumerRecord<byte[], byte[]> culprit = event("a", 1);
    meetsOutages("a");
    Thread inbox =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (lot.parked().isEmpty()) {
                    take(culprit);
                  }
                });

    Park.Answer answer =
        park().run(new Park.Order(id(culprit), Lot.DECISION, Duration.ofSeconds(60)));

    assertThat(answer.outcome()).isEqualTo(Park.Outcome.PARKED);
    assertThat(inbox.join(Duration.ofSeconds(30))).isTrue();
  }

  private static Progress take(ConsumerRecord<byte[], byte[]> record) {
    return lot.intake().take(List.of(record), Lot.ONE);
  }

  private static void meetsOutages(String key) {
    shop.behaviour()
        .before(
            one -> {
              if (one.orderId().equals(key)) {
                throw new IllegalStateException(new SQLException("too heavy", "57014"));
              }
            });
  }

  private static Park park() {
    return shop.bean(Park.class);
  }

  private static Park.Order order(UUID id) {
    return new Park.Order(id, Lot.DECISION, Duration.ZERO);
  }

  private static UUID id(ConsumerRecord<byte[], byte[]> record) {
    return UUID.fromString(
        new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8));
  }
}
