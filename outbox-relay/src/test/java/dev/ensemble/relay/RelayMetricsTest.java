package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of a relay. */
class RelayMetricsTest {
  private static final int ROWS = 50;

  private final OutboxDatabase database = OutboxDatabase.create();

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void every_row_is_counted_with_its_bytes_and_how_long_it_took() throws Exception {
    Topic topic = Topic.create(1);
    try (RunningRelay relay =
        RunningRelay.start(Map.of("orders", database), Map.of()).awaitStreaming("orders")) {
      for (int n = 1; n <= ROWS; n++) {
        database.insert(topic.name(), "k", n);
      }
      topic.await(ROWS);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> value(relay, "relay_events_published_total") == ROWS);

      // A key of one byte, and {"n":1} to {"n":50}.
      assertThat(value(relay, "relay_bytes_published_total")).isEqualTo(ROWS * 9 - 9);
      assertThat(value(relay, "relay_latency_seconds_count")).isEqualTo(ROWS);
      assertThat(bucket(relay, "relay_latency_seconds_bucket", "+Inf")).isEqualTo(ROWS);
      assertThat(bucket(relay, "relay_latency_seconds_bucket", "60.0")).isEqualTo(ROWS);
      assertThat(bucket(relay, "relay_latency_seconds_bucket", "0.001"))
          .isLessThanOrEqualTo(bucket(relay, "relay_latency_seconds_bucket", "30.0"));
      assertThat(value(relay, "relay_latency_seconds_sum")).isPositive();
      assertThat(value(relay, "relay_slice_rows_sum")).isEqualTo(ROWS);
      assertThat(value(relay, "relay_slot_retained_bytes")).isPositive();
      assertThat(value(relay, "relay_unsent_age_seconds")).isBetween(0.0, 10.0);
      assertThat(value(relay, "relay_leader")).isEqualTo(1);
      assertThat(value(relay, "relay_streaming")).isEqualTo(1);
      assertThat(value(relay, "relay_quarantined")).isZero();
      assertThat(value(relay, "relay_paused")).isZero();
      relay.tell("orders", "pause");
      assertThat(value(relay, "relay_paused")).isEqualTo(1);
    }
  }

  private static double value(RunningRelay relay, String name) throws Exception {
    return find(relay, name + "\\{source=\"orders\"\\}");
  }

  private static double bucket(RunningRelay relay, String name, String bound) throws Exception {
    return find(relay, name + "\\{source=\"orders\",le=\"" + Pattern.quote(bound) + "\"\\}");
  }

  private static double find(RunningRelay relay, String series) throws Exception {
    String scrape = relay.get("/actuator/prometheus").body();
    Matcher found = Pattern.compile("(?m)^" + series + " (\\S+)$").matcher(scrape);
    assertThat(found.find()).as("%s in%n%s", series, scrape).isTrue();
    return Double.parseDouble(found.group(1));
  }
}
