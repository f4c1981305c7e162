package dev.ensemble.messaging;

import dev.ensemble.messaging.leases.Leases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Drops days that nothing needs any more, and forgets foreign ids beyond their window. One replica
 * does it. Its lease saves the others the work; that nothing goes too early, or twice, is up to the
 * database.
 */
final class RetentionUpkeep {

  /**
   * Days go once a day; what was in the way of one is gone an hour later. Less than the lease, so
   * that the next pass is the same replica's as a rule, and another's where that one died.
   */
  static final Duration PACE = Duration.ofMinutes(50);

  /**
   * Each attempt may hold up the writers of a table for half a second: one that failed is made
   * again so soon, and no sooner, however often the loop asks.
   */
  static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  static final String LEASE = "messaging-retention";

  static final Duration LEASE_TTL = Leases.TTL_MAX;

  /** More than there can be, so that old days that stay do not hide younger ones that may go. */
  static final int DAYS_PER_PASS_MAX = 1_000;

  /**
   * Each day that goes may hold the writers of its table up for half a second. One a day goes as a
   * rule; after a retention was made shorter a year's worth has gone in two days.
   */
  static final int DAYS_GONE_PER_PASS_MAX = 7;

  /** The schema's function keeps what is younger: by it alone some discarded events are known. */
  private static final Duration AUDIT_MIN = Duration.ofDays(30);

  /** Deleted within milliseconds, so that nobody waits for it. */
  static final int ROWS_PER_PASS_MAX = 1_000;

  /** It takes two days of margin and an hour for a day to go; what stays longer wants a look. */
  private static final int USUAL_DAYS_MORE = 3;

  /** How the database begins to say that it did not get a table for itself. */
  private static final String BUSY = "others have been at work";

  private static final Logger log = LoggerFactory.getLogger(RetentionUpkeep.class);

  /** For how long is kept what. */
  record Keep(Duration outbox, Duration window, Duration foreignWindow, Duration audit) {
    private Duration of(RetentionTable.Days days) {
      return switch (days) {
        case OUTBOX -> outbox;
        case PROCESSED_EVENTS -> window;
      };
    }
  }

  private final RetentionTable table;
  private final Leases leases;
  private final String owner;
  private final Keep keep;
  private final Clock clock;
  private volatile Map<String, Stays> stay = Map.of();
  private @Nullable Failed failed;

  private record Failed(RuntimeException why, Instant again) {}

  private record Stays(String why, Level level) {}

  /**
   * @param clock for what is said, and for pauses; what is over, the database tells by its own
   */
  RetentionUpkeep(RetentionTable table, Leases leases, String owner, Keep keep, Clock clock) {
    this.table = table;
    this.leases = leases;
    this.owner = owner;
    this.keep = keep;
    this.clock = clock;
  }

  /**
   * Days that may go now, of each table the oldest {@value #DAYS_GONE_PER_PASS_MAX} at most,
   * whatever became of the other table. To be called once in a while and never in a row, as each
   * day may hold up its table's writers for half a second.
   *
   * @return how many days went; 0 where another replica does the work
   * @throws RuntimeException why a table's days could not be seen to, now or less than a minute ago
   */
  int dropDays() {
    if (!isOurs()) {
      stay = Map.of();
      failed = null;
      return 0;
    }
    Failed before = failed;
    if (before != null && clock.instant().isBefore(before.again())) {
      throw before.why();
    }
    Map<String, Stays> now = new HashMap<>();
    List<RuntimeException> failures = new ArrayList<>();
    int gone = 0;
    for (RetentionTable.Days days : RetentionTable.Days.values()) {
      try {
        gone += drop(days, keep.of(days), now);
      } catch (RuntimeException failure) {
        failures.add(failure);
      }
    }
    stay = Map.copyOf(now);
    failed = null;
    if (!failures.isEmpty()) {
      RuntimeException first = firstOf(failures);
      failed = new Failed(first, clock.instant().plus(AFTER_FAILURE));
      throw first;
    }
    return gone;
  }

  private static RuntimeException firstOf(List<RuntimeException> failures) {
    RuntimeException first = failures.getFirst();
    failures.stream().skip(1).forEach(first::addSuppressed);
    return first;
  }

  /**
   * One bounded pass over the audit, and one over foreign ids whatever became of the audit. It
   * touches no day, so a backlog of millions may be worked off pass by pass.
   *
   * @return how many rows went; 0 where another replica does the work
   * @throws RuntimeException why one of them could not be seen to
   */
  int forget() {
    if (!isOurs()) {
      return 0;
    }
    List<RuntimeException> failures = new ArrayList<>();
    int gone = 0;
    // The audit first: what it alone has kept goes with it.
    for (IntSupplier pass :
        List.<IntSupplier>of(
            () -> table.forgetAudit(keep.audit(), ROWS_PER_PASS_MAX),
            () -> table.forgetForeign(keep.foreignWindow(), ROWS_PER_PASS_MAX))) {
      try {
        gone += pass.getAsInt();
      } catch (RuntimeException failure) {
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) {
      throw firstOf(failures);
    }
    return gone;
  }

  private boolean isOurs() {
    return leases.acquire(LEASE, owner, LEASE_TTL).granted().isPresent();
  }

  /** A day that stays keeps no younger one. */
  private int drop(RetentionTable.Days days, Duration age, Map<String, Stays> now) {
    int gone = 0;
    for (LocalDate day : table.over(days, age, DAYS_PER_PASS_MAX)) {
      if (gone == DAYS_GONE_PER_PASS_MAX) {
        break;
      }
      Optional<String> why = table.drop(days, day, age);
      if (why.isPresent()) {
        Stays stays = new Stays(why.get(), levelOf(day, age));
        now.put(days.table() + " " + day, stays);
        tell(days, day, stays);
        if (why.get().startsWith(BUSY)) {
          // The next day would hold the writers up once more.
          break;
        }
      } else {
        gone++;
        log.info("dropped the day {} of messaging.{}: it is older than {}", day, days.table(), age);
      }
    }
    return gone;
  }

  private Level levelOf(LocalDate day, Duration age) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return day.isBefore(today.minusDays(age.toDays() + USUAL_DAYS_MORE)) ? Level.WARN : Level.INFO;
  }

  /** Once, and once more when it wants a look. */
  private void tell(RetentionTable.Days days, LocalDate day, Stays stays) {
    if (!stays.equals(stay.get(days.table() + " " + day))) {
      log.atLevel(stays.level())
          .log("the day {} of messaging.{} stays: {}", day, days.table(), stays.why());
    }
  }

  /** For how long the audit is kept at least. */
  static Duration auditMin(Duration foreignWindow) {
    return foreignWindow.compareTo(AUDIT_MIN) > 0 ? foreignWindow : AUDIT_MIN;
  }

  /** Which days stay, by table and day, and why. */
  Map<String, String> kept() {
    Map<String, String> kept = new HashMap<>();
    stay.forEach((day, stays) -> kept.put(day, stays.why()));
    return kept;
  }
}
