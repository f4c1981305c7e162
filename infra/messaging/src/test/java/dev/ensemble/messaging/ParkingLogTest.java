package dev.ensemble.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The log says what was parked, once, and nothing that a payload holds. */
@ExtendWith(OutputCaptureExtension.class)
class ParkingLogTest {
  private static Shop shop;

  @BeforeAll
  static void open() {
    shop = Shop.open();
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @Test
  void there_is_one_line_for_each_attempt_none_for_what_is_behind_and_no_payload_in_log_or_health(
      CapturedOutput output) {
    failsFor("canary-4711");
    try (Desk desk = Desk.open(shop, 1)) {
      desk.send(0, "a", "a", "a", "b");
      InboxWorker worker = desk.worker();
      InboxHealth health = health(desk, worker);

      desk.until(
          () -> {
            desk.pass(Duration.ofSeconds(10));
            assertThat(health.health().getDetails().toString()).doesNotContain("canary");
            return desk.committed(0) == 4;
          },
          worker);

      Lot lot = new Lot(shop);
      String fingerprint =
          lot.texts("SELECT fingerprint FROM messaging.parked_events WHERE record_offset = 0")
              .getFirst();
      assertThat(output.getAll().lines().filter(line -> line.contains("PARKED")))
          .hasSize(2)
          .anyMatch(line -> line.contains("offset 0,") && line.contains(Shop.COUNTED))
          .anyMatch(line -> line.contains("offset 3,"))
          .allMatch(line -> line.contains("WARN") && line.contains(fingerprint));
      assertThat(output.getAll().lines().filter(line -> line.contains("tries again in")))
          .hasSize(4)
          .allMatch(line -> line.contains("IllegalArgumentException") && line.contains(fingerprint))
          .noneMatch(line -> line.contains("offset 1,") || line.contains("offset 2,"));
      assertThat(output).doesNotContain("canary-4711");
      assertThat(lot.texts("SELECT reason FROM messaging.parked_events"))
          .as("beside the payload it stands")
          .anyMatch(reason -> reason != null && reason.contains("canary-4711"));
    }
  }

  @Test
  void what_cannot_be_parked_stops_without_a_word_of_its_payload(CapturedOutput output) {
    shop.reset();
    failsFor("canary-4714");
    shop.superuser()
        .sql(
            "ALTER TABLE messaging.parked_events ADD CONSTRAINT closed CHECK (number < 0) NOT VALID")
        .update();
    try (Desk desk = Desk.open(shop, 1)) {
      desk.send(0, "a");
      InboxWorker worker = desk.worker();
      desk.until(
          () -> {
            desk.pass(Duration.ofSeconds(10));
            return !worker.state().stopped().isEmpty();
          },
          worker);

      assertThat(health(desk, worker).health().getDetails().toString())
          .contains("23514")
          .doesNotContain("canary");
      assertThat(output.getAll().lines().filter(line -> line.contains("STOPPED")))
          .singleElement()
          .asString()
          .contains("ERROR", "offset 0,", "23514");
      assertThat(output).doesNotContain("canary-4714");
    } finally {
      shop.superuser().sql("ALTER TABLE messaging.parked_events DROP CONSTRAINT closed").update();
    }
  }

  private static void failsFor(String secret) {
    shop.behaviour()
        .after(
            one -> {
              throw new IllegalArgumentException("cannot book for " + secret);
            });
  }

  private static InboxHealth health(Desk desk, InboxWorker worker) {
    return new InboxHealth(
        new InboxWorkers(desk.properties(null), desk.consumer, List.of(worker)),
        shop.bean(ParkedCounts.class));
  }

  @Test
  void a_batch_that_fails_though_none_of_its_records_does_is_told_without_its_payload(
      CapturedOutput output) {
    shop.reset();
    shop.behaviour()
        .locking(
            all -> {
              if (all.size() > 1) {
                throw new IllegalStateException("too many for canary-4712");
              }
            });

    Progress progress = new Lot(shop).take(Lot.event("a", 11), Lot.event("b", 12));

    assertThat(progress.done().applied()).isEqualTo(2);
    assertThat(output.getAll().lines().filter(line -> line.contains("one by one")))
        .singleElement()
        .asString()
        .contains("WARN", "2 records failed as one batch", "IllegalStateException");
    assertThat(output).doesNotContain("canary-4712");
  }

  @Test
  void a_failure_whose_rollback_fails_too_is_told_by_nobody_in_its_own_words(
      CapturedOutput output) {
    shop.reset();
    shop.behaviour()
        .after(
            one -> {
              int backend = shop.sql().sql("SELECT pg_backend_pid()").query(Integer.class).single();
              shop.superuser()
                  .sql("SELECT pg_terminate_backend(?, 5000)")
                  .param(backend)
                  .query()
                  .singleRow();
              throw new IllegalArgumentException("cannot book for canary-4715");
            });

    Progress progress = new Lot(shop).intake().take(List.of(Lot.event("a", 21)), Lot.ONE);

    assertThat(output).doesNotContain("canary-4715");
    assertThat(progress.outage()).as("no attempt of the event's").isNotNull();
    assertThat(progress.parked()).isEmpty();
    assertThat(shop.effects()).isEmpty();
  }

  @Test
  void a_connection_that_dies_amid_the_parking_takes_no_payload_into_the_log(
      CapturedOutput output) {
    shop.reset();
    failsFor("canary-4716");
    String die = "shop.die";
    shop.superuser()
        .sql(
            """
            CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
              'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
            """
                .formatted(die))
        .update();
    shop.superuser()
        .sql(
            "CREATE TRIGGER die BEFORE INSERT ON messaging.parked_events"
                + " FOR EACH ROW EXECUTE FUNCTION %s()".formatted(die))
        .update();
    try {
      Progress progress =
          new Lot(shop)
              .intake()
              .take(List.of(Lot.event("canary-4716", 22), Lot.event("b", 23)), Lot.ONE);

      assertThat(progress.outage()).isNotNull();
      assertThat(output)
          .doesNotContain("canary-4716", HexFormat.of().formatHex("canary-4716".getBytes(UTF_8)));
    } finally {
      shop.superuser().sql("DROP FUNCTION %s CASCADE".formatted(die)).update();
    }
  }
}
