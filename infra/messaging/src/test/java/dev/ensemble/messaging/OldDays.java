package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.leases.Leases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;

/** A shop's tables with days of three weeks, and who drops them. */
final class OldDays {
  static final RetentionUpkeep.Keep KEEP =
      new RetentionUpkeep.Keep(
          Duration.ofDays(7), Duration.ofDays(14), Duration.ofDays(30), Duration.ofDays(365));

  private final Shop shop;

  /** From now on nobody else drops or forgets. */
  OldDays(Shop shop) {
    this.shop = shop;
    shop.stopLoop("messagingRetention");
    shop.stopLoop("messagingForgetting");
  }

  /** As if nothing had been dropped yet. */
  void clear() {
    shop.reset();
    for (String table : List.of("leases", "dropped_days", "closed_outbox_days")) {
      shop.superuser().sql("DELETE FROM messaging." + table).update();
    }
    make(20);
  }

  /** The days back to this one, if they are not there. */
  void make(int back) {
    new PartitionUpkeep(
            new JdbcTemplate(shop.database.app()),
            Clock.systemUTC(),
            new PartitionUpkeep.Span(Duration.ofDays(back), Duration.ofDays(1)))
        .runOnce();
  }

  List<LocalDate> of(String table) {
    return shop.superuser()
        .sql(
            """
            SELECT to_date(right(inhrelid::regclass::text, 8), 'YYYYMMDD') FROM pg_inherits
            WHERE inhparent = ('messaging.' || ?)::regclass
            """)
        .param(table)
        .query(LocalDate.class)
        .list();
  }

  RetentionUpkeep upkeep(String owner) {
    return upkeep(owner, Clock.systemUTC());
  }

  RetentionUpkeep upkeep(String owner, Clock clock) {
    return upkeep(new RetentionTable(shop.bean(JdbcTemplate.class)), owner, clock);
  }

  RetentionUpkeep upkeepWithSlot(String relaySlot) {
    return upkeep(
        new RetentionTable(shop.bean(JdbcTemplate.class), relaySlot), "one", Clock.systemUTC());
  }

  private RetentionUpkeep upkeep(RetentionTable table, String owner, Clock clock) {
    return new RetentionUpkeep(table, shop.bean(Leases.class), owner, KEEP, clock);
  }

  /** Pass by pass, until one has nothing to do. */
  static void dropAll(RetentionUpkeep upkeep) {
    for (int passes = 0; upkeep.dropDays() > 0; passes++) {
      assertThat(passes).as("20 days of two tables").isLessThan(40);
    }
  }

  /** Outside of the transaction of this thread. */
  static void runApart(RetentionUpkeep upkeep) {
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      worker.submit(upkeep::dropDays).get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  static UUID idOf(int daysAgo) {
    Instant noon = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(12));
    return new EpochIds(noon.minus(Duration.ofDays(daysAgo))::toEpochMilli).next();
  }

  static LocalDate ago(int days) {
    return LocalDate.now(ZoneOffset.UTC).minusDays(days);
  }
}
