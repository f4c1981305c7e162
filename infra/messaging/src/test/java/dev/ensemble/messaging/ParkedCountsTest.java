package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How much is parked can be seen, and looking costs little. */
class ParkedCountsTest extends OverOneShop {
  private final AtomicLong nanos = new AtomicLong();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void events_and_keys_are_counted_anew_when_the_last_count_is_old_and_not_before() {
    ParkedCounts counts = new ParkedCounts(shop.bean(ParkingTable.class), "shop", nanos::get);
    counts.register(meters);
    assertThat(gauge("events")).isZero();
    lot.take(Lot.unheardOf("a", 1), Lot.event("a", 2), Lot.unheardOf("b", 3));

    assertThat(gauge("events")).as("of a moment ago").isZero();
    nanos.addAndGet(ParkedCounts.AGE_MAX.toNanos());

    assertThat(gauge("events")).isEqualTo(3);
    assertThat(gauge("keys")).isEqualTo(2);
  }

  @Test
  void a_database_that_does_not_answer_is_no_zero() {
    ParkedCounts counts = new ParkedCounts(shop.bean(ParkingTable.class), "shop", nanos::get);
    counts.register(meters);
    shop.superuser()
        .sql("REVOKE SELECT ON messaging.parked_events FROM " + shop.database.appUser())
        .update();
    try {
      assertThat(gauge("events")).isNaN();
      assertThat(counts.now()).isEmpty();
    } finally {
      shop.superuser()
          .sql("GRANT SELECT ON messaging.parked_events TO " + shop.database.appUser())
          .update();
    }
  }

  private double gauge(String what) {
    return meters.get("ensemble.inbox.parked." + what).tag("consumer", "shop").gauge().value();
  }
}
