package dev.ensemble.messaging;

import static dev.ensemble.messaging.Lot.event;
import static dev.ensemble.messaging.Lot.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An outage is never parked, unless somebody says that this one will not end. */
@ExtendWith(OutputCaptureExtension.class)
class ParkTest {
  private static Shop shop;
  private static Lot lot;

  /** A pool that does not wait for a database that is away. */
  @BeforeAll
  static void open() {
    shop =
        Shop.open(
            TestDatabase.create("shop"),
            Map.of("spring.datasource.hikari.connection-timeout", "250"));
    lot = new Lot(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
  }

  @Test
  void a_partition_goes_on_once_the_event_that_holds_it_up_is_parked_by_order() {
    try (Desk desk = Desk.open(shop, 1)) {
      meetsOutages("bad");
      desk.send(0, "bad", "a", "bad", "b");
      UUID id = id(TestKafka.readAll(desk.topic).getFirst());
      InboxWorker worker = desk.worker();
      desk.until(() -> worker.state().waitsFor().isPresent(), worker);
      Park park = parkOf(desk.consumer);

      assertThat(park.run(order(id)).outcome()).isEqualTo(Park.Outcome.ORDERED);
      desk.pass(Duration.ofSeconds(10));
      desk.until(() -> desk.committed(0) == 4, worker);

      assertThat(shop.effects()).containsExactly("a", "b");
      assertThat(lot.parked()).containsExactly("failed bad 0", "behind bad 2");
      assertThat(lot.texts("SELECT reason FROM messaging.parked_events WHERE kind = 'failed'"))
          .allSatisfy(reason -> assertThat(reason).contains("statement timeout"));
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
  void an_order_is_one_consumers_alone() {
    ConsumerRecord<byte[], byte[]> culprit = event("a", 1);
    meetsOutages("a");
    parkOf("another").run(order(id(culprit)));

    assertThat(take(culprit).waits()).hasSize(1);
    assertThat(lot.parked()).isEmpty();
  }

  @Test
  void nothing_is_parked_by_order_while_the_database_is_away() {
    ConsumerRecord<byte[], byte[]> culprit = event("a", 1);
    meetsOutages("a");
    park().run(order(id(culprit)));
    shutOut();
    try {
      assertThat(take(culprit).ofAll()).isInstanceOf(NotBegun.class);
    } finally {
      letIn();
    }
    assertThat(lot.parked()).isEmpty();

    assertThat(take(culprit).outage()).isNull();
    assertThat(lot.parked()).containsExactly("failed a 1");
  }

  @Test
  void an_outage_amid_the_waiting_leaves_the_order_standing_and_says_so() throws Exception {
    UUID id = UUID.randomUUID();
    CompletableFuture<Park.Answer> answer =
        CompletableFuture.supplyAsync(
            () -> park().run(new Park.Order(id, Lot.DECISION, Duration.ofSeconds(60))));
    await().until(() -> !orders().isEmpty());

    shutOut();
    try {
      assertThat(answer.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Park.Outcome.ORDERED);
      assertThatExceptionOfType(InboxOutage.class)
          .isThrownBy(() -> park().run(order(UUID.randomUUID())));
    } finally {
      letIn();
    }
    assertThat(orders()).containsExactly(id.toString());
  }

  @Test
  void what_keeps_an_order_from_being_carried_out_is_told_once(CapturedOutput output) {
    ConsumerRecord<byte[], byte[]> culprit = event("a", 1);
    meetsOutages("a");
    park().run(order(id(culprit)));
    String role = shop.database.appUser();
    shop.superuser().sql("REVOKE SELECT ON messaging.park_orders FROM " + role).update();
    try {
      assertThat(take(culprit).waits()).hasSize(1);
      assertThat(take(culprit).waits()).hasSize(1);
    } finally {
      shop.superuser().sql("GRANT SELECT ON messaging.park_orders TO " + role).update();
    }
    assertThat(output.getAll().split("could not learn or carry out", -1)).hasSize(2);

    take(culprit);
    assertThat(lot.parked()).containsExactly("failed a 1");
  }

  @Test
  void whoever_gave_the_order_waits_for_what_comes_of_it() throws Exception {
    ConsumerRecord<byte[], byte[]> culprit = event("a", 1);
    meetsOutages("a");
    CompletableFuture<Park.Answer> answer =
        CompletableFuture.supplyAsync(
            () -> park().run(new Park.Order(id(culprit), Lot.DECISION, Duration.ofSeconds(60))));
    await().until(() -> !orders().isEmpty());

    take(culprit);

    assertThat(answer.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Park.Outcome.PARKED);
  }

  private static List<String> orders() {
    return lot.texts("SELECT event_id::text FROM messaging.park_orders");
  }

  private static void shutOut() {
    shop.superuser().sql("ALTER ROLE " + shop.database.appUser() + " NOLOGIN").update();
    shop.superuser()
        .sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ?")
        .param(shop.database.appUser())
        .query(Boolean.class)
        .list();
  }

  private static void letIn() {
    shop.superuser().sql("ALTER ROLE " + shop.database.appUser() + " LOGIN").update();
  }

  private static Progress take(ConsumerRecord<byte[], byte[]> record) {
    return lot.intake().take(List.of(record), Lot.ONE);
  }

  /** Its statement takes longer than it may, as often as it is tried. */
  private static void meetsOutages(String key) {
    shop.behaviour()
        .before(
            one -> {
              if (one.orderId().equals(key)) {
                shop.sql().sql("SET LOCAL statement_timeout = '20ms'").update();
                shop.sql().sql("SELECT pg_sleep(5)").query().singleRow();
              }
            });
  }

  private static Park park() {
    return shop.bean(Park.class);
  }

  private static Park parkOf(String consumer) {
    return new ParkByOrder(
        consumer,
        shop.bean(ParkingTable.class).orders(),
        shop.bean(ProcessedEventsTable.class),
        shop.bean(InboxTransaction.class),
        shop.bean(Outages.class));
  }

  private static Park.Order order(UUID id) {
    return new Park.Order(id, Lot.DECISION, Duration.ZERO);
  }

  private static UUID id(ConsumerRecord<byte[], byte[]> record) {
    return UUID.fromString(
        new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8));
  }
}
