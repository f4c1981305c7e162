package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One call at several places at once: two replicas, and two threads in each of them. */
class OnceConcurrencyTest {
  private static final int ROUNDS = 1_000;

  @Test
  void a_thousand_races_of_one_call_have_one_effect_and_one_answer_each() throws Exception {
    TestDatabase database = Replica.database();
    try (Replica one = new Replica(database);
        Replica other = new Replica(database);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      CyclicBarrier together = new CyclicBarrier(4);
      int running = 0;
      int replayed = 0;
      for (int round = 0; round < ROUNDS; round++) {
        String key = "race-" + round;
        List<Future<Outcome>> calls = new ArrayList<>();
        for (Replica replica : List.of(one, other, one, other)) {
          calls.add(threads.submit(racing(together, replica, key)));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> call : calls) {
          outcomes.add(call.get(30, TimeUnit.SECONDS));
        }
        List<Answer> told = outcomes.stream().flatMap(o -> answers(o).stream()).toList();
        assertThat(outcomes).as(key).filteredOn(Outcome.First.class::isInstance).hasSize(1);
        assertThat(new HashSet<>(told)).as(key).hasSize(1);
        replayed += told.size() - 1;
        running += 4 - told.size();
        assertThat(((Outcome.Replayed) one.sell(key)).answer()).isEqualTo(told.getFirst());
      }
      assertThat(Set.copyOf(Replica.sales(database))).hasSize(ROUNDS);
      assertThat(Replica.sales(database)).hasSize(ROUNDS);
      assertThat(Replica.storedKeys(database)).hasSize(ROUNDS);
      // Otherwise the calls never met, and the test has shown nothing.
      assertThat(running).as("met while the first was running").isPositive();
      assertThat(replayed).as("came after the first").isPositive();
    }
  }

  @Test
  void another_replica_s_running_call_is_told_at_once_and_without_waiting_for_it()
      throws Exception {
    TestDatabase database = Replica.database();
    CountDownLatch sold = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Replica one = new Replica(database);
        Replica other = new Replica(database);
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Outcome> first =
          threads.submit(
              () ->
                  one.once.run(
                      Replica.command("k"),
                      one.selling("k", () -> IdempotencyTest.waiting(sold, goOn, ""))));
      assertThat(sold.await(30, TimeUnit.SECONDS)).isTrue();

      assertThat(other.sell("k")).isInstanceOf(Outcome.Running.class);
      assertThat(other.sell("another")).isInstanceOf(Outcome.First.class);
      assertThat(first).isNotDone();

      goOn.countDown();
      assertThat(first.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.First.class);
      assertThat(other.sell("k")).isInstanceOf(Outcome.Replayed.class);
      assertThat(other.counted(Tally.Kind.CONFLICTING)).isEqualTo(1);
    }
  }

  private static Callable<Outcome> racing(CyclicBarrier together, Replica replica, String key) {
    return () -> {
      together.await(30, TimeUnit.SECONDS);
      return replica.sell(key);
    };
  }

  private static List<Answer> answers(Outcome outcome) {
    return switch (outcome) {
      case Outcome.First first -> List.of(first.answer());
      case Outcome.Replayed replay -> List.of(replay.answer());
      case Outcome.Running running -> List.of();
      case Outcome.Mismatch mismatch -> throw new AssertionError("one call has one fingerprint");
    };
  }
}
