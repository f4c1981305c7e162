package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a running application shows of itself is what the README says it shows. */
class MetersTest {

  /** A name, its kind, its unit and its tags; then what it says. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `(ensemble\\.[a-z.]+)` \\| ([a-z]+) \\| ([a-z]*) ?\\| ([a-z, ]*) ?\\|");

  private static Shop shop;

  @BeforeAll
  static void a_shop_that_has_met_everything() {
    String topic = TestKafka.createTopic("meters", 2);
    shop =
        Shop.open(
            TestDatabase.create("shop"),
            Map.of(
                "ensemble.messaging.inbox.auto-start",
                "true",
                "ensemble.messaging.kafka.bootstrap-servers",
                TestKafka.bootstrapServers(),
                "shop.consumer",
                "meters",
                "shop.topic",
                topic));
    Facts twice = Shop.counted("b");
    for (Facts fact :
        List.of(
            Shop.counted("a"),
            twice,
            twice,
            Facts.of(Shop.SEEN, "{}"),
            Facts.of("thing.unheard-of.v1", "{\"orderId\":\"x\"}"))) {
      TestKafka.produce(fact.toSend(topic));
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (count("fresh") + count("repeated") + count("ignored") + count("parked") < 5
        || rows().size() < documented().size()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not come about: " + rows().keySet());
      }
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @Test
  void the_readme_names_every_meter_with_its_kind_its_unit_and_its_tags() {
    assertThat(rows()).isEqualTo(documented());
  }

  @Test
  void records_count_by_what_became_of_them() {
    assertThat(count("fresh")).isEqualTo(2);
    assertThat(count("repeated")).isEqualTo(1);
    assertThat(count("ignored")).isEqualTo(1);
    assertThat(count("parked")).isEqualTo(1);
    assertThat(count("failed")).isZero();
  }

  @Test
  void transactions_and_handlers_are_timed_by_type() {
    PrometheusMeterRegistry registry = registry();
    assertThat(registry.get("ensemble.inbox.handler").tag("type", Shop.COUNTED).timer().count())
        .isEqualTo(2);
    assertThat(
            registry.get("ensemble.inbox.transaction").tag("outcome", "committed").timer().count())
        .isPositive();
    assertThat(
            registry
                .get("ensemble.inbox.transaction")
                .tag("outcome", "rolled-back")
                .timer()
                .count())
        .isZero();
  }

  @Test
  void facts_count_when_they_are_committed_and_not_before() {
    double before = told();
    shop.transaction()
        .executeWithoutResult(
            status -> {
              shop.outbox().append(new Outgoing("t", Shop.BOOKED, "k", 1, Map.of()));
              assertThat(told()).isEqualTo(before);
              status.setRollbackOnly();
            });
    assertThat(told()).isEqualTo(before);

    shop.transaction()
        .executeWithoutResult(
            status -> shop.outbox().append(new Outgoing("t", Shop.BOOKED, "k", 1, Map.of())));

    assertThat(told()).isEqualTo(before + 1);
    assertThat(bytes()).isGreaterThan(2 * before);
  }

  @Test
  void types_that_are_made_up_at_run_time_share_one_meter() {
    shop.transaction()
        .executeWithoutResult(
            status -> {
              for (int n = 0; n < OutboxMeters.TYPES_MAX + 10; n++) {
                shop.outbox().append(new Outgoing("t", "made.up" + n + ".v1", "k", 1, Map.of()));
              }
            });

    assertThat(registry().find("ensemble.outbox.facts").counters())
        .hasSize(OutboxMeters.TYPES_MAX + 1);
    assertThat(registry().get("ensemble.outbox.facts").tag("type", "other").counter().count())
        .isGreaterThanOrEqualTo(10);
  }

  @Test
  void prometheus_gets_every_meter_by_its_name() {
    String scraped = registry().scrape();
    assertThat(documented().keySet())
        .allSatisfy(name -> assertThat(scraped).contains("\n" + name.replace('.', '_')));
    assertThat(scraped)
        .contains("ensemble_inbox_records_total{")
        .contains("ensemble_inbox_lag_records{")
        .contains("ensemble_inbox_oldest_age_seconds{")
        .contains("ensemble_inbox_handler_seconds_count{")
        .contains("ensemble_outbox_payload_bytes_total{");
  }

  private static PrometheusMeterRegistry registry() {
    return shop.bean(PrometheusMeterRegistry.class);
  }

  private static double count(String outcome) {
    return registry().get("ensemble.inbox.records").tag("outcome", outcome).counter().count();
  }

  private static double told() {
    return registry().get("ensemble.outbox.facts").tag("type", Shop.BOOKED).counter().count();
  }

  private static double bytes() {
    return registry().get("ensemble.outbox.payload").tag("type", Shop.BOOKED).counter().count();
  }

  private static Map<String, String> rows() {
    Map<String, String> rows = new TreeMap<>();
    for (Meter meter : registry().getMeters()) {
      Meter.Id id = meter.getId();
      if (id.getName().startsWith("ensemble.")) {
        Set<String> tags =
            id.getTags().stream().map(Tag::getKey).collect(Collectors.toCollection(TreeSet::new));
        String kind = id.getType().name().toLowerCase(Locale.ROOT).replace("distribution_", "");
        String unit = id.getBaseUnit() == null ? "" : id.getBaseUnit();
        rows.put(id.getName(), kind + " " + unit + " " + tags);
      }
    }
    return rows;
  }

  private static Map<String, String> documented() {
    Map<String, String> rows = new TreeMap<>();
    for (String line : readme()) {
      Matcher row = ROW.matcher(line);
      if (row.find()) {
        Set<String> tags = new TreeSet<>(List.of(row.group(4).strip().split(", ")));
        rows.put(row.group(1), row.group(2) + " " + row.group(3) + " " + tags);
      }
    }
    assertThat(rows).hasSizeGreaterThan(10);
    return rows;
  }

  private static List<String> readme() {
    try {
      return Files.readAllLines(Path.of("README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
