package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
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
  void there_is_one_line_for_each_culprit_none_for_what_is_behind_and_no_payload(
      CapturedOutput output) {

    String secret = "canary-4711";
    shop.behaviour()
        .after(
            one -> {
              throw new IllegalArgumentException("cannot book for " + secret);
            });
    Holds holds =
        new Holds(
            "shop",
            new Holds.Patience(1, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1))),
            System::nanoTime);
    Progress progress =
        new Lot(shop)
            .take(Lot.event("a", 1), Lot.event("a", 2), Lot.event("a", 3), Lot.event("b", 4));
    holds.note(Set.of(), progress);

    assertThat(output.getAll().lines().filter(line -> line.contains("PARKED")))
        .hasSize(2)
        .anyMatch(line -> line.contains("offset 1,") && line.contains(Shop.COUNTED))
        .anyMatch(line -> line.contains("offset 4,"))
        .allMatch(line -> line.contains("WARN"));
    assertThat(output).doesNotContain(secret);
    assertThat(new Lot(shop).texts("SELECT reason FROM messaging.parked_events"))
        .as("beside the payload it stands")
        .anyMatch(reason -> reason != null && reason.contains(secret));
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
}
