package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.testkit.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** How often, and for how long, what is old holds up who writes. */
class RetentionPaceTest {
  private static final Duration WINDOW = Duration.ofDays(14);

  private static Shop shop;
  private static OldDays old;

  @BeforeAll
  static void open() {
    shop = Shop.open();
    old = new OldDays(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void nothingWasDropped() {
    old.clear();
  }

  @Test
  void a_backlog_of_foreign_ids_has_the_days_tried_no_oftener() {
    shop.superuser()
        .sql(
            """
            INSERT INTO messaging.processed_foreign_events
            SELECT 'shop', gen_random_uuid(), 0, '2020-01-01'
            FROM generate_series(1, ?)
            """)
        .param(RetentionUpkeep.ROWS_PER_PASS_MAX + 1)
        .update();
    assertThat(shop.loop("messagingRetention").step()).isEqualTo(RetentionUpkeep.PACE);
    assertThat(old.of("processed_events")).doesNotContain(OldDays.ago(20));
    shop.superuser().sql("DELETE FROM messaging.dropped_days").update();
    old.make(20);

    WorkerLoop foreign = shop.loop("messagingForgetting");
    assertThat(List.of(foreign.step(), foreign.step(), foreign.step()))
        .containsExactly(Duration.ZERO, Duration.ZERO, RetentionUpkeep.PACE);
    assertThat(old.of("processed_events")).contains(OldDays.ago(20));
    assertThat(
            shop.superuser()
                .sql("SELECT count(*) FROM messaging.processed_foreign_events")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void who_drops_a_day_waits_for_nothing_once_it_has_the_table() throws SQLException {
    RetentionTable table = new RetentionTable(shop.bean(JdbcTemplate.class));
    String day = OldDays.ago(17).format(DateTimeFormatter.BASIC_ISO_DATE);
    try (Connection reader = shop.database.superuser().getConnection();
        Statement read = reader.createStatement()) {
      reader.setAutoCommit(false);
      // The day alone: its parent can be had at once.
      read.execute("SELECT 1 FROM messaging.processed_events_" + day);
      List<Duration> waits = new ArrayList<>();
      for (int n = 0; n < 5; n++) {
        long begun = System.nanoTime();
        assertThat(table.drop(RetentionTable.Days.PROCESSED_EVENTS, OldDays.ago(17), WINDOW))
            .hasValueSatisfying(why -> assertThat(why).contains("others have been at work"));
        waits.add(Duration.ofNanos(System.nanoTime() - begun));
      }
      assertThat(Collections.min(waits)).isLessThan(Duration.ofMillis(400));
    }
  }

  @Test
  void the_next_pass_is_the_same_replicas() {
    old.upkeep("one").dropDays();
    shop.superuser()
        .sql("UPDATE messaging.leases SET expires_at = expires_at - make_interval(secs => ?)")
        .param(RetentionUpkeep.PACE.toSeconds())
        .update();
    shop.superuser().sql("DELETE FROM messaging.dropped_days").update();
    old.make(20);

    assertThat(old.upkeep("other").dropDays()).isZero();
    assertThat(old.upkeep("one").dropDays()).isPositive();
  }

  @Test
  void what_is_wrong_with_one_table_keeps_nothing_of_the_other() {
    String right = " EXECUTE ON FUNCTION messaging.drop_outbox_day(date, interval, text) ";
    String role = shop.database.appUser();
    shop.superuser().sql("REVOKE" + right + "FROM " + role).update();
    try {
      assertThatExceptionOfType(DataAccessException.class)
          .isThrownBy(() -> old.upkeep("one").dropDays())
          .havingRootCause()
          .withMessageContaining("drop_outbox_day");
    } finally {
      shop.superuser().sql("GRANT" + right + "TO " + role).update();
    }
    assertThat(old.of("outbox")).contains(OldDays.ago(20));
    assertThat(old.of("processed_events")).doesNotContain(OldDays.ago(20));
  }

  @Test
  void what_failed_is_tried_again_after_a_minute_and_no_sooner_however_often_it_is_asked() {
    SettableClock clock = SettableClock.at(Instant.now());
    RetentionUpkeep upkeep = old.upkeep("one", clock);
    String right = " EXECUTE ON FUNCTION messaging.drop_outbox_day(date, interval, text) ";
    String role = shop.database.appUser();
    shop.superuser().sql("REVOKE" + right + "FROM " + role).update();
    try {
      assertThatExceptionOfType(DataAccessException.class).isThrownBy(upkeep::dropDays);
    } finally {
      shop.superuser().sql("GRANT" + right + "TO " + role).update();
    }
    shop.superuser().sql("DELETE FROM messaging.dropped_days").update();
    old.make(20);

    clock.advance(RetentionUpkeep.AFTER_FAILURE.minusMillis(1));
    assertThatExceptionOfType(DataAccessException.class)
        .as("health must not say that all is well")
        .isThrownBy(upkeep::dropDays);
    assertThat(old.of("processed_events")).contains(OldDays.ago(20));

    clock.advance(Duration.ofMillis(1));
    assertThat(upkeep.dropDays()).isPositive();
    assertThat(old.of("outbox")).doesNotContain(OldDays.ago(20));
    assertThat(old.of("processed_events")).doesNotContain(OldDays.ago(20));
  }
}
