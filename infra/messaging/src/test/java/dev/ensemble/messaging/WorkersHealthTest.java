package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.jdbc.core.JdbcTemplate;

/** A worker that fails for good is seen while it still does no harm. */
@Timeout(60)
class WorkersHealthTest {
  private static final Instant NOON = Instant.parse("2036-06-01T12:00:00Z");
  private static final Duration LIMIT = WorkersHealth.FAILING_TIME_MAX;

  private static Shop shop;

  private final SettableClock clock = SettableClock.at(NOON);
  private final WorkerLoop upkeep = loop(upkeep(Duration.ofDays(1))::runOnce);
  private final WorkersHealth health =
      new WorkersHealth(List.of(new WorkerLoop("idle", LIMIT, () -> 0, false, clock), upkeep));

  @BeforeAll
  static void open() {
    shop = Shop.open();
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @AfterEach
  void allow() {
    privilege("GRANT EXECUTE ON FUNCTION messaging.ensure_partitions(date, date) TO %s");
  }

  @Test
  void an_upkeep_that_lost_its_privilege_is_told_after_the_limit_and_until_it_works_again() {
    privilege("REVOKE EXECUTE ON FUNCTION messaging.ensure_partitions(date, date) FROM %s");
    upkeep.step();
    clock.advance(LIMIT.minusMillis(1));
    upkeep.step();
    assertThat(health.health().getStatus()).as("it may pass by itself").isEqualTo(Status.UP);

    clock.advance(Duration.ofMillis(1));

    assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(failing(health.health()))
        .startsWith("{messaging-partitions=has failed since 2036-06-01T12:00:00Z: ")
        .as("why, by the database's own code")
        .contains("PSQLException 42501")
        .as("no texts, which may tell more than they should")
        .doesNotContain("permission", "ensure_partitions", shop.database.appUser(), "idle");

    allow();
    upkeep.step();
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void failures_with_successes_between_them_are_not_one_long_failure() {
    for (int i = 0; i < 3; i++) {
      privilege("REVOKE EXECUTE ON FUNCTION messaging.ensure_partitions(date, date) FROM %s");
      upkeep.step();
      clock.advance(LIMIT.dividedBy(2));
      allow();
      upkeep.step();
    }
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void a_failure_whose_reason_changes_is_still_one() {
    AtomicInteger days = new AtomicInteger(1);
    WorkerLoop changing = loop(() -> upkeep(Duration.ofDays(days.get())).runOnce());
    WorkersHealth one = new WorkersHealth(List.of(changing));
    privilege("REVOKE EXECUTE ON FUNCTION messaging.ensure_partitions(date, date) FROM %s");
    changing.step();

    clock.advance(LIMIT);
    allow();
    days.set(1_000); // More than the database's function makes at once.
    changing.step();

    assertThat(failing(one.health()))
        .contains("since 2036-06-01T12:00:00Z", "PSQLException P0001")
        .doesNotContain("42501");
  }

  @Test
  void a_thread_that_ended_unasked_is_told_at_once() throws Exception {
    WorkerLoop interrupted =
        new WorkerLoop(
            "interrupted",
            Duration.ofHours(1),
            () -> {
              Thread.currentThread().interrupt();
              return 0;
            },
            false);
    WorkersHealth one = new WorkersHealth(List.of(interrupted));
    interrupted.start();
    while (interrupted.isRunning()) {
      Thread.onSpinWait();
    }

    assertThat(failing(one.health())).contains("interrupted=its thread has ended");

    interrupted.stop();
    assertThat(one.health().getStatus()).as("asked since").isEqualTo(Status.UP);
  }

  @Test
  void an_application_has_it_over_its_own_loops_too() {
    Health told = shop.bean(WorkersHealth.class).health();

    assertThat(told.getStatus()).isEqualTo(Status.UP);
    assertThat(String.valueOf(told.getDetails().get("workers")))
        .contains("messaging-partitions", "shop-worker");
    assertThat(shop.bean(HealthContributorRegistry.class).getContributor("workers"))
        .isSameAs(shop.bean(WorkersHealth.class));
  }

  private WorkerLoop loop(IntSupplier pass) {
    return new WorkerLoop("messaging-partitions", PartitionUpkeep.PACE, pass, false, clock);
  }

  private PartitionUpkeep upkeep(Duration ahead) {
    return new PartitionUpkeep(
        shop.bean(JdbcTemplate.class), clock, new PartitionUpkeep.Span(Duration.ZERO, ahead));
  }

  private static String failing(Health health) {
    return String.valueOf(health.getDetails().get("failing"));
  }

  private static void privilege(String statement) {
    shop.superuser().sql(statement.formatted(shop.database.appUser())).update();
  }
}
