package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.SettableClock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Ids that grow while the clock is about right, and follow it where it was wrong. */
class EpochIdsTest {

  @Test
  void an_id_says_when_it_was_made() {
    Instant then = Instant.parse("2026-11-21T23:59:59.999Z");

    UUID id = new EpochIds(then::toEpochMilli).next();

    assertThat(UuidV7.is(id)).isTrue();
    assertThat(UuidV7.dayOf(id)).isEqualTo(LocalDate.parse("2026-11-21"));
  }

  @Test
  void ids_grow_within_a_millisecond_and_while_the_clock_steps_back_a_little() {
    AtomicLong now = new AtomicLong(1_790_000_000_000L);
    EpochIds ids = new EpochIds(now::get);
    List<UUID> made = new ArrayList<>();
    for (int i = 0; i < 12_000; i++) {
      made.add(ids.next());
      now.addAndGet(i % 3 == 0 ? -5 : 2);
    }
    now.set(now.get() + 10_000);
    made.add(ids.next());
    now.addAndGet(-EpochIds.HELD_TIME_MAX.toMillis());
    made.add(ids.next());

    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void a_clock_that_stood_a_month_ahead_is_followed_back() {
    SettableClock clock = SettableClock.at(Instant.parse("2026-12-21T12:00:00Z"));
    EpochIds ids = new EpochIds(clock::millis);
    UUID ahead = ids.next();

    clock.set(Instant.parse("2026-11-21T12:00:00Z"));
    UUID corrected = ids.next();

    assertThat(UuidV7.dayOf(ahead)).isEqualTo(LocalDate.parse("2026-12-21"));
    assertThat(UuidV7.dayOf(corrected)).isEqualTo(LocalDate.parse("2026-11-21"));
    assertThat(ids.next()).as("and from there they grow").isGreaterThan(corrected);
  }

  @Test
  void two_threads_never_get_the_same_and_each_sees_them_grow() throws Exception {
    EpochIds ids = new EpochIds(System::currentTimeMillis);
    Set<UUID> all = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> both = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        both.add(
            threads.submit(
                () -> {
                  UUID last = ids.next();
                  for (int i = 0; i < 50_000; i++) {
                    UUID next = ids.next();
                    assertThat(next.compareTo(last)).isPositive();
                    assertThat(all.add(next)).isTrue();
                    last = next;
                  }
                }));
      }
      for (Future<?> one : both) {
        one.get();
      }
    }
  }
}
