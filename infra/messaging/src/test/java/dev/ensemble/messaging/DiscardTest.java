package dev.ensemble.messaging;

import static dev.ensemble.messaging.Lot.event;
import static dev.ensemble.messaging.Lot.fact;
import static dev.ensemble.messaging.Lot.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;

/** What somebody decided never to act on is never acted on, and does not come back. */
class DiscardTest extends OverOneShop {
  @Test
  void a_discarded_event_that_comes_again_neither_runs_nor_is_parked() {
    ConsumerRecord<byte[], byte[]> culprit = event("a", 1);
    lot.poison("a", 1);
    lot.take(culprit);
    lot.mend();

    assertThat(outcomes(lot.discard(Lot.ALL))).containsExactly("DISCARDED 1");

    assertThat(lot.keys()).as("nothing waits any more").isEmpty();
    assertThat(lot.take(culprit, event("a", 2)).done()).isEqualTo(new Inbox.Receipt(1, 1, 0, 0));
    assertThat(lot.effects()).containsExactly("a 2");
    assertThat(lot.parked()).isEmpty();
    assertThat(lot.audit()).containsExactly("ada discarded 1");
  }

  @Test
  void what_has_taken_effect_all_the_same_is_answered_and_noted_so() {
    lot.poison("a", 1);
    lot.take(event("a", 1), event("a", 2));
    shop.superuser()
        .sql(
            "INSERT INTO messaging.processed_events SELECT consumer, event_id,"
                + " CASE record_offset WHEN 1 THEN digest ELSE digest + 1 END"
                + " FROM messaging.parked_events")
        .update();

    assertThat(outcomes(lot.discard(Lot.ALL)))
        .as("of the second one, another payload was acted on")
        .containsExactly("WAS_APPLIED 1", "DISCARDED 2");

    assertThat(lot.audit()).containsExactly("ada was_applied 1", "ada discarded 2");
    assertThat(lot.keys()).isEmpty();
  }

  @Test
  void the_rest_of_the_key_waits_for_a_redrive() {
    lot.poison("a", 1);
    lot.take(event("a", 1), event("a", 2));

    lot.discard(new ParkedSelection.WithId(idOf(1)));

    assertThat(lot.parked()).containsExactly("behind a 2");
    assertThat(lot.take(event("a", 3)).done().parked()).isEqualTo(1);
    assertThat(outcomes(lot.redrive(Lot.ALL))).containsExactly("APPLIED 2", "APPLIED 3");
    assertThat(lot.effects()).containsExactly("a 2", "a 3");
  }

  @Test
  void an_unreadable_record_that_was_discarded_does_not_park_its_key_again() {
    ConsumerRecord<byte[], byte[]> unreadable = Lot.unheardOf("a", 1);
    ConsumerRecord<byte[], byte[]> withoutId = Lot.unheardOf("a", 2);
    withoutId.headers().remove("ce_id");
    lot.take(unreadable, withoutId);
    assertThat(outcomes(lot.discard(Lot.ALL))).containsExactly("DISCARDED 1", "DISCARDED 2");

    assertThat(lot.take(unreadable, withoutId, event("a", 3)).done())
        .isEqualTo(new Inbox.Receipt(1, 2, 0, 0));
    assertThat(lot.keys()).isEmpty();
  }

  @Test
  void an_event_from_before_the_window_that_was_discarded_is_not_parked_again() {
    UUID old = UUID.fromString("01890000-0000-7000-8000-000000000001");
    ConsumerRecord<byte[], byte[]> expired = fact("a", 1).id(old).polled(Shop.TOPIC, 0, 1);
    lot.take(expired);
    lot.discard(Lot.ALL);

    assertThat(lot.take(expired).done()).isEqualTo(new Inbox.Receipt(0, 1, 0, 0));
    assertThat(lot.parked()).isEmpty();
  }

  @Test
  void exactly_what_is_selected_is_discarded_and_a_dry_run_only_says_so() {
    lot.take(Lot.unheardOf("a", 1), event("a", 2), Lot.unheardOf("b", 3));
    ParkedSelection type = new ParkedSelection.OfType("thing.unheard-of.v1");

    assertThat(outcomes(shop.bean(Discard.class).run(Discard.Order.of(type, Lot.DECISION).dry())))
        .containsExactly("SELECTED 1", "SELECTED 3");
    assertThat(lot.parked()).hasSize(3);
    assertThat(outcomes(lot.discard(type))).containsExactly("DISCARDED 1", "DISCARDED 3");

    assertThat(lot.parked()).containsExactly("behind a 2");
    assertThat(lot.keys()).containsExactly("a");
  }

  @Test
  void a_record_with_the_place_of_a_discarded_one_and_other_content_is_another() {
    ConsumerRecord<byte[], byte[]> garbage = garbage("one");
    lot.take(garbage);
    lot.discard(Lot.ALL);

    assertThat(lot.take(garbage("two")).done().parked()).isEqualTo(1);
  }

  @Test
  void an_outage_amid_it_ends_it_and_says_what_was_not_reached() throws SQLException {
    lot.take(Lot.unheardOf("a", 1), Lot.unheardOf("b", 2), Lot.unheardOf("c", 3));
    ParkedStep.Store store = shop.bean(ParkedStep.Store.class);
    InboxLimits impatient =
        new InboxLimits(
            Duration.ofMillis(200),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Duration.ofSeconds(60));
    Discard discard =
        new ParkedEventsDiscard(
            "shop",
            new ParkedStep.Store(
                new InboxTransaction(
                    store.processed(), impatient, shop.bean(PlatformTransactionManager.class)),
                store.parked(),
                store.processed(),
                store.facts(),
                store.told()),
            shop.bean(RememberedDays.class),
            shop.bean(Outages.class));

    List<Treated> treated;
    try (Connection other = shop.database.superuser().getConnection()) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute("SELECT FROM messaging.parked_keys WHERE record_key = 'b'::bytea FOR UPDATE");
      treated = discard.run(Discard.Order.of(Lot.ALL, Lot.DECISION));
      other.rollback();
    }

    assertThat(outcomes(treated)).containsExactly("DISCARDED 1", "NOT_REACHED 2", "NOT_REACHED 3");
    assertThat(treated.getLast().isCutOff()).isTrue();
    assertThat(lot.parked()).containsExactly("unreadable b 2", "unreadable c 3");
    assertThat(outcomes(lot.discard(Lot.ALL))).containsExactly("DISCARDED 2", "DISCARDED 3");
  }

  @Test
  void a_failure_amid_it_ends_it_and_says_what_was_done() {
    lot.take(Lot.unheardOf("a", 1), Lot.unheardOf("b", 2), Lot.unheardOf("c", 3));

    List<Treated> treated = NoAudit.of(shop, 2, () -> lot.discard(Lot.ALL));

    assertThat(outcomes(treated)).containsExactly("DISCARDED 1", "NOT_REACHED 2", "NOT_REACHED 3");
    assertThat(treated.getLast().isCutOff()).isTrue();
    assertThat(lot.parked()).containsExactly("unreadable b 2", "unreadable c 3");
  }

  private static ConsumerRecord<byte[], byte[]> garbage(String text) {
    return new ConsumerRecord<>(
        Shop.TOPIC, 0, 1, new byte[] {7}, text.getBytes(StandardCharsets.UTF_8));
  }

  private static UUID idOf(int offset) {
    List<UUID> ids =
        shop.superuser()
            .sql("SELECT event_id FROM messaging.parked_events WHERE record_offset = ?")
            .param(offset)
            .query(UUID.class)
            .list();
    return ids.getFirst();
  }
}
