package dev.ensemble.messaging;

import static dev.ensemble.messaging.Lot.event;
import static dev.ensemble.messaging.Lot.fact;
import static dev.ensemble.messaging.Lot.unheardOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What cannot be acted on waits with its key, and nothing else waits. */
class ParkingTest extends OverOneShop {
  private static final UUID OF_2023 = UUID.fromString("01890000-0000-7000-8000-000000000001");

  @Test
  void a_culprit_waits_with_all_that_comes_behind_it_of_its_key_and_nothing_else_does() {
    lot.poison("a", 2);

    Progress progress =
        lot.take(
            event("a", 1),
            event("a", 2),
            event("b", 3),
            event("a", 4),
            event("b", 5),
            event("a", 6));

    assertThat(progress.done()).isEqualTo(new Inbox.Receipt(3, 0, 0, 3));
    assertThat(progress.resumeAt()).as("the partition goes on").isEmpty();
    assertThat(lot.effects()).containsExactly("a 1", "b 3", "b 5");
    assertThat(lot.parked()).containsExactly("failed a 2", "behind a 4", "behind a 6");
    assertThat(lot.keys()).containsExactly("a");
    assertThat(shop.remembered()).as("a redrive is to find those that wait new").isEqualTo(3);
  }

  @Test
  void what_comes_later_of_a_parked_key_waits_in_its_order_and_the_others_run_as_one() {
    lot.poison("a", 1);
    lot.take(event("a", 1));
    lot.mend();

    Progress progress = lot.take(event("b", 2), event("a", 3), event("a", 4), event("c", 5));

    assertThat(progress.done()).isEqualTo(new Inbox.Receipt(2, 0, 0, 2));
    assertThat(lot.effects()).containsExactly("b 2", "c 5");
    assertThat(lot.parked()).containsExactly("failed a 1", "behind a 3", "behind a 4");
  }

  @Test
  void an_unreadable_record_parks_its_key_and_what_was_before_it_takes_effect() {
    Progress progress = lot.take(event("a", 1), unheardOf("a", 2), event("b", 3), event("a", 4));

    assertThat(progress.done()).isEqualTo(new Inbox.Receipt(2, 0, 0, 2));
    assertThat(lot.effects()).containsExactly("a 1", "b 3");
    assertThat(lot.parked()).containsExactly("unreadable a 2", "behind a 4");
  }

  @Test
  void what_is_parked_and_comes_again_neither_runs_nor_is_parked_twice() {
    lot.poison("a", 1);
    List<ConsumerRecord<byte[], byte[]>> all =
        List.of(event("a", 1), unheardOf("b", 2), withoutKey(unheardOf("c", 3)), event("a", 4));
    lot.take(all);
    List<String> parked = lot.parked();
    lot.mend();

    assertThat(lot.take(all).done()).isEqualTo(new Inbox.Receipt(0, 4, 0, 0));

    assertThat(parked).hasSize(4);
    assertThat(lot.parked()).isEqualTo(parked);
    assertThat(lot.effects()).isEmpty();
  }

  @Test
  void what_comes_twice_in_one_batch_is_parked_once() {
    Facts unreadable = Facts.of("thing.unheard-of.v1", "{\"orderId\":\"a\"}");
    ConsumerRecord<byte[], byte[]> alone = withoutKey(unheardOf("b", 3));

    Progress progress =
        lot.take(
            unreadable.polled(Shop.TOPIC, 0, 1), unreadable.polled(Shop.TOPIC, 0, 2), alone, alone);

    assertThat(progress.done()).isEqualTo(new Inbox.Receipt(0, 2, 0, 2));
    assertThat(progress.failures()).isEmpty();
    assertThat(lot.parked()).containsExactly("unreadable a 1", "unreadable - 3");
  }

  @Test
  void an_event_that_was_acted_on_is_not_parked_because_its_key_is() {
    ConsumerRecord<byte[], byte[]> done = event("a", 1);
    lot.poison("a", 2);
    lot.take(done, event("a", 2));

    assertThat(lot.take(done, event("a", 3)).done()).isEqualTo(new Inbox.Receipt(0, 1, 0, 1));

    assertThat(lot.parked()).containsExactly("failed a 2", "behind a 3");
  }

  @Test
  void a_record_without_key_waits_alone() {
    lot.take(withoutKey(unheardOf("x", 1)), withoutKey(unheardOf("x", 2)), event("a", 3));

    assertThat(lot.parked()).containsExactly("unreadable - 1", "unreadable - 2");
    assertThat(lot.keys()).isEmpty();
    assertThat(lot.effects()).containsExactly("a 3");
  }

  @Test
  void an_event_from_before_the_window_waits_alone_and_never_runs() {
    ConsumerRecord<byte[], byte[]> old = fact("a", 1).id(OF_2023).polled(Shop.TOPIC, 0, 1);

    Progress progress = lot.take(old, event("a", 2));
    lot.take(old);

    assertThat(progress.done()).isEqualTo(new Inbox.Receipt(1, 0, 0, 1));
    assertThat(lot.parked()).containsExactly("expired a 1");
    assertThat(lot.keys()).isEmpty();
    assertThat(lot.effects()).containsExactly("a 2");
  }

  @Test
  void a_topic_that_is_read_again_from_its_beginning_parks_nothing_that_is_still_remembered() {
    Instant before = Instant.now().minus(Duration.ofDays(30));
    new PartitionUpkeep(
            shop.bean(JdbcTemplate.class),
            SettableClock.at(before),
            new PartitionUpkeep.Span(Duration.ZERO, Duration.ZERO))
        .runOnce();
    UUID id = new EpochIds(before::toEpochMilli).next();
    ConsumerRecord<byte[], byte[]> old = fact("a", 1).id(id).polled(Shop.TOPIC, 0, 1);
    shop.superuser()
        .sql("INSERT INTO messaging.processed_events VALUES ('shop', ?, ?)")
        .params(id, Identity.of(old).digest())
        .update();

    assertThat(lot.take(old).done()).isEqualTo(new Inbox.Receipt(0, 1, 0, 0));
    assertThat(lot.parked()).isEmpty();
  }

  @Test
  void one_id_with_two_meanings_is_parked_and_vanishes_behind_neither() {
    UUID id = shop.bean(Ids.class).next();
    lot.take(fact("a", 1).id(id).polled(Shop.TOPIC, 0, 1));
    lot.take(fact("a", 2).id(id).polled(Shop.TOPIC, 0, 2));
    lot.take(fact("a", 3).id(id).polled(Shop.TOPIC, 0, 3));

    assertThat(lot.effects()).containsExactly("a 1");
    assertThat(lot.parked()).containsExactly("unreadable a 2", "behind a 3");
    assertThat(lot.texts("SELECT reason FROM messaging.parked_events ORDER BY number").getFirst())
        .contains("seen before with another type or payload");
  }

  @Test
  void the_same_failure_has_the_same_fingerprint_and_another_has_another() {
    lot.poison("a", 1);
    lot.take(event("a", 1));
    lot.poison("b", 2);
    lot.take(event("b", 2));
    lot.take(unheardOf("c", 3));

    List<String> fingerprints =
        lot.texts("SELECT fingerprint FROM messaging.parked_events ORDER BY number");

    assertThat(fingerprints.get(0)).isEqualTo(fingerprints.get(1));
    assertThat(fingerprints.get(2)).isNotEqualTo(fingerprints.get(1));
  }

  @Test
  void beyond_the_most_of_one_key_its_partition_stops_and_nothing_is_lost() {
    Progress progress =
        intake(new ParkingLimits(10, 2, Long.MAX_VALUE))
            .take(
                List.of(
                    unheardOf("a", 1), event("a", 2), event("b", 3), event("a", 4), event("b", 5)),
                Lot.ONE);

    assertThat(lot.parked()).containsExactly("unreadable a 1", "behind a 2");
    assertThat(lot.effects()).containsExactly("b 3");
    assertThat(progress.resumeAt()).isEqualTo(Map.of(new TopicPartition(Shop.TOPIC, 0), 4L));
    assertThat(progress.failures().values())
        .allSatisfy(
            failure -> {
              assertThat(failure.passing()).isFalse();
              assertThat(failure.reason()).contains("2 events of one key", "per-key-max");
            });
  }

  @Test
  void beyond_the_most_of_a_consumer_its_partition_stops_and_nothing_is_lost() {
    Progress progress =
        intake(new ParkingLimits(2, 2, Long.MAX_VALUE))
            .take(
                List.of(unheardOf("a", 1), unheardOf("b", 2), event("c", 3), unheardOf("d", 4)),
                Lot.ONE);

    assertThat(lot.parked()).containsExactly("unreadable a 1", "unreadable b 2");
    assertThat(lot.effects()).containsExactly("c 3");
    assertThat(progress.resumeAt()).isEqualTo(Map.of(new TopicPartition(Shop.TOPIC, 0), 4L));
  }

  @Test
  void beyond_the_most_bytes_of_a_consumer_its_partition_stops_and_nothing_is_lost() {
    ConsumerRecord<byte[], byte[]> first = unheardOf("a", 1);
    long bytes = Parkable.culprit(first, new IllegalStateException(), 1).bytes();
    Progress progress =
        intake(new ParkingLimits(10, 10, 5 * bytes / 2))
            .take(List.of(first, event("b", 2), unheardOf("c", 3), unheardOf("d", 4)), Lot.ONE);

    assertThat(lot.parked()).startsWith("unreadable a 1").hasSizeLessThan(3);
    assertThat(lot.effects()).containsExactly("b 2");
    assertThat(progress.failures().values())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.passing()).isFalse();
              assertThat(failure.reason()).contains(5 * bytes / 2 + " bytes", "parked-bytes-max");
            });
    shop.reset(); // Where none is parked nobody could make room.
    assertThat(intake(new ParkingLimits(9, 9, 1)).take(List.of(first), Lot.ONE).parked())
        .hasSize(1);
  }

  @Test
  void a_deadlock_parks_nothing_and_uses_up_no_attempt() {
    shop.behaviour()
        .after(
            one -> {
              if (one.orderId().equals("a")) {
                shop.sql()
                    .sql(
                        "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'deadlock_detected'; END $$")
                    .update();
              }
            });

    Progress progress =
        lot.intake().take(List.of(event("b", 1), event("a", 2), event("a", 3)), Lot.ONE);

    assertThat(progress.outage()).isNotNull();
    assertThat(progress.failures()).isEmpty();
    assertThat(lot.parked()).isEmpty();
    assertThat(lot.keys()).isEmpty();
  }

  @Test
  void a_record_without_a_key_that_comes_again_while_it_is_parked_is_known() {
    ConsumerRecord<byte[], byte[]> keyless = withoutKey(event("a", 1));
    keyless.headers().add("ce_partitionkey", "a".getBytes(StandardCharsets.UTF_8));
    lot.poison("a", 1);
    assertThat(lot.take(keyless).done().parked()).isEqualTo(1);
    lot.mend();

    assertThat(lot.take(keyless, event("b", 2)).done()).isEqualTo(new Inbox.Receipt(1, 1, 0, 0));

    assertThat(lot.effects()).containsExactly("b 2");
    assertThat(Lot.outcomes(lot.redrive(Lot.ALL))).containsExactly("APPLIED 1");
  }

  /** As the shop's, of a service that thinks too well of what it is sent. */
  record Asserted(String orderId, int amount) {
    Asserted {
      if (amount == 1) {
        throw new AssertionError("never one");
      }
    }
  }

  @Test
  void an_error_while_a_record_is_read_parks_it_and_what_is_beside_it_flows() {
    Reactions<Asserted> reactions =
        Reactions.<Asserted>of("shop")
            .from(Shop.TOPIC)
            .on(
                Shop.COUNTED,
                Asserted.class,
                one ->
                    shop.sql()
                        .sql("INSERT INTO shop.effects (key, amount) VALUES (?, ?)")
                        .params(one.orderId(), one.amount())
                        .update())
            .build();

    Progress progress =
        lot.take(lot.intake(reactions), List.of(event("a", 1), event("b", 2), event("a", 3)));

    assertThat(progress.done()).isEqualTo(new Inbox.Receipt(1, 0, 0, 2));
    assertThat(lot.effects()).containsExactly("b 2");
    assertThat(lot.parked()).containsExactly("unreadable a 1", "behind a 3");
  }

  private static Intake<Shop.Counted> intake(ParkingLimits limits) {
    return new Intake<>(
        shop.reactions("shop", Shop.TOPIC),
        shop.bean(FactJson.class),
        new FactTransaction(
            shop.bean(InboxTransaction.class),
            shop.bean(ProcessedEventsTable.class),
            new Parking(
                shop.bean(ParkingTable.class),
                shop.bean(ProcessedEventsTable.class),
                limits,
                ParkingFacts.NOT_TOLD),
            shop.bean(Cause.OfThread.class)),
        shop.bean(RememberedDays.class),
        shop.bean(Outages.class));
  }

  /** As bytes of whoever wrote them, without the header that could stand for a key. */
  private static ConsumerRecord<byte[], byte[]> withoutKey(ConsumerRecord<byte[], byte[]> one) {
    byte @Nullable [] none = null;
    ConsumerRecord<byte[], byte[]> bare =
        new ConsumerRecord<>(one.topic(), one.partition(), one.offset(), none, one.value());
    one.headers().forEach(header -> bare.headers().add(header));
    bare.headers().remove("ce_partitionkey");
    return bare;
  }
}
