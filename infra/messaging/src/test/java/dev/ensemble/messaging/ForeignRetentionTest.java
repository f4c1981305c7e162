package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** For how long events are remembered whose ids say nothing of their time. */
class ForeignRetentionTest {
  private static Shop shop;
  private static Lot lot;
  private static OldDays old;

  @BeforeAll
  static void open() {
    shop = Shop.open();
    lot = new Lot(shop);
    old = new OldDays(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void nothing() {
    old.clear();
  }

  @Test
  void foreign_ids_are_forgotten_beyond_their_window_but_for_what_people_decided() {
    UUID early = foreign(32);
    UUID young = foreign(30);
    UUID discarded = foreign(32);
    UUID actedOnAnyway = OldDays.idOf(40);
    rememberForeign(actedOnAnyway, 32);
    audit(discarded, 0);

    old.upkeep("one").forget();

    assertThat(
            shop.superuser()
                .sql("SELECT event_id FROM messaging.processed_foreign_events")
                .query(UUID.class)
                .list())
        .containsExactlyInAnyOrder(young, discarded, actedOnAnyway)
        .doesNotContain(early);
  }

  @Test
  void what_people_did_is_forgotten_after_its_own_time_and_what_it_alone_kept_with_it() {
    UUID discarded = foreign(400);
    audit(discarded, 366);
    audit(foreign(400), 364);

    assertThat(old.upkeep("one").forget()).as("the audit's row, then what it kept").isEqualTo(2);

    assertThat(
            shop.superuser()
                .sql("SELECT event_id FROM messaging.parking_audit")
                .query(UUID.class)
                .list())
        .hasSize(1)
        .doesNotContain(discarded);
    assertThat(old.upkeep("one").forget()).isZero();
  }

  @Test
  void the_application_cannot_have_forgotten_what_people_did_of_late() {
    audit(foreign(400), 29);
    for (String keep : List.of("1 day", "29 days 23:59:59")) {
      assertThatExceptionOfType(DataAccessException.class)
          .isThrownBy(() -> forgetAudit(keep))
          .withMessageContaining("30 days at least, not");
    }
    assertThat(forgetAudit("30 days")).isZero();
  }

  @Test
  void an_audit_that_cannot_be_forgotten_keeps_no_foreign_ids() {
    foreign(32);
    String right = " EXECUTE ON FUNCTION messaging.forget_audit(interval, integer) ";
    String role = shop.database.appUser();
    shop.superuser().sql("REVOKE" + right + "FROM " + role).update();
    try {
      assertThatExceptionOfType(DataAccessException.class)
          .isThrownBy(() -> old.upkeep("one").forget())
          .havingRootCause()
          .withMessageContaining("forget_audit");
    } finally {
      shop.superuser().sql("GRANT" + right + "TO " + role).update();
    }
    assertThat(
            shop.superuser()
                .sql("SELECT count(*) FROM messaging.processed_foreign_events")
                .query(Long.class)
                .single())
        .isZero();
  }

  private static int forgetAudit(String keep) {
    return shop.sql()
        .sql("SELECT messaging.forget_audit(?::interval, 1)")
        .param(keep)
        .query(Integer.class)
        .single();
  }

  private static void audit(UUID discarded, int daysAgo) {
    shop.superuser()
        .sql(
            """
            INSERT INTO messaging.parking_audit (at, actor, reason, result, consumer, number, kind,
              event_id, digest, topic, partition, record_offset)
            VALUES (now() - make_interval(days => ?), 'ada', 'no', 'discarded', 'shop', 1, 'failed',
              ?, 0, 't', 0, 0)
            """)
        .params(daysAgo, discarded)
        .update();
  }

  @Test
  void a_discarded_foreign_event_does_not_act_when_it_comes_again_after_the_window() {
    UUID id = UUID.randomUUID();
    lot.poison("k", 1);
    lot.take(lotEvent(id));
    lot.discard(Lot.ALL);
    lot.mend();
    shop.superuser()
        .sql("UPDATE messaging.processed_foreign_events SET processed_at = '2020-01-01'")
        .update();
    old.upkeep("one").forget();

    assertThat(shop.inbox().receive(List.of(lotEvent(id))).repeated()).isEqualTo(1);
    assertThat(shop.effects()).isEmpty();
  }

  @Test
  void one_whose_record_is_from_before_the_window_is_parked_and_not_acted_on() {
    ConsumerRecord<byte[], byte[]> now = lotEvent(UUID.randomUUID());
    long before = System.currentTimeMillis() - Duration.ofDays(30).toMillis() - 1;
    ConsumerRecord<byte[], byte[]> early =
        new ConsumerRecord<>(
            now.topic(),
            now.partition(),
            now.offset(),
            before,
            TimestampType.LOG_APPEND_TIME,
            now.serializedKeySize(),
            now.serializedValueSize(),
            now.key(),
            now.value(),
            now.headers(),
            Optional.empty());

    assertThat(lot.take(early).done().parked()).isEqualTo(1);
    assertThat(lot.parked()).containsExactly("expired k 1");
    assertThat(shop.effects()).isEmpty();
  }

  @Test
  void foreign_ids_go_a_bounded_number_at_a_time() {
    for (int i = 0; i < 3; i++) {
      foreign(40);
    }
    RetentionTable table = new RetentionTable(shop.bean(JdbcTemplate.class));

    assertThat(table.forgetForeign(Duration.ofDays(30), 2)).isEqualTo(2);
    assertThat(table.forgetForeign(Duration.ofDays(30), 2)).isEqualTo(1);
    assertThat(table.forgetForeign(Duration.ofDays(30), 2)).isZero();
  }

  private static ConsumerRecord<byte[], byte[]> lotEvent(UUID id) {
    return Lot.fact("k", 1).id(id).polled(Shop.TOPIC, 0, 1);
  }

  private static UUID foreign(int daysAgo) {
    UUID id = UUID.randomUUID();
    rememberForeign(id, daysAgo);
    return id;
  }

  private static void rememberForeign(UUID id, int daysAgo) {
    shop.superuser()
        .sql(
            """
            INSERT INTO messaging.processed_foreign_events
            VALUES ('shop', ?, 0, clock_timestamp() - make_interval(days => ?))
            """)
        .params(id, daysAgo)
        .update();
  }
}
