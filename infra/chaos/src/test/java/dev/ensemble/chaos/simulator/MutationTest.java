package dev.ensemble.chaos.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks are checked: with any one defence gone, they find a violation and tell its story. */
class MutationTest {
  /** More than any needs; enough that none is missed by luck. */
  private static final long ORDERS_MAX = 30_000;

  private static final Duration TIME_MAX = Duration.ofMinutes(2);

  @ParameterizedTest
  @CsvSource({
    "INBOX_REMOVED, COMPLETED, 1, 0, 0, ONE_EFFECT, gets order.placed.v1 (order.events 0) again",
    "INBOX_APART, COMPLETED, 0, 1, 0, NOTHING_LOST, the process ends before the commit",
    "OUTBOX_APART, COMPLETED, 0, 1, 0, TOLD_WITH_THE_CHANGE, the process ends after the commit",
    "MARKED_UNSENT, COMPLETED, 0, 1, 0, NOTHING_LOST, the relay of order ends",
    "REFUND_WITHOUT_KEY, PROVIDER_CHARGES, 0, 1, 0, MONEY, ends before it records the answer",
    "CANCELLED_REVIVED, SLOW_BANK, 0, 0, 0, ENDS_STAY, order takes payment.charged.v1",
    "PARKED_OVERTAKEN, COMPLETED, 0, 0, 1, EFFECTS_IN_ORDER, is redriven for order",
    "DISPATCHED_TOO_LATE, CUSTOMER_CANCELS, 0, 0, 0, PIECES, a parcel that was on its list"
  })
  void a_missing_defence_is_found_by_the_shortest_way(
      Mutation mutation,
      Kinds kind,
      int repeats,
      int crashes,
      int poisons,
      Invariant broken,
      String culprit) {
    Faults faults = new Faults(repeats, crashes, poisons);

    Exploration found = Explorer.explore(kind.scenario(), mutation, faults);

    Exploration.Counterexample shortest = requireNonNull(found.counterexample());
    assertThat(shortest.violation().invariant()).isEqualTo(broken);
    assertThat(Story.tell(kind.scenario(), mutation, shortest))
        .contains(mutation.title(), broken.title(), culprit);
    assertThat(Explorer.explore(kind.scenario(), Mutation.NONE, faults).counterexample()).isNull();
  }

  /** What each may break: anything else that is found is another defect, of the check or not. */
  @ParameterizedTest
  @CsvSource({
    "INBOX_REMOVED, ONE_EFFECT",
    "INBOX_APART, NOTHING_LOST EVERY_ORDER_ENDS",
    "OUTBOX_APART, TOLD_WITH_THE_CHANGE",
    "MARKED_UNSENT, NOTHING_LOST EVERY_ORDER_ENDS TOPIC_IN_ORDER",
    "REFUND_WITHOUT_KEY, MONEY",
    "CANCELLED_REVIVED, ENDS_STAY",
    "PARKED_OVERTAKEN, EFFECTS_IN_ORDER",
    "DISPATCHED_TOO_LATE, PIECES ONE_ENDING"
  })
  void a_missing_defence_is_found_at_random_and_its_story_is_short(
      Mutation mutation, String mayBreak) {
    RandomRun.Result result = RandomRun.run(1, ORDERS_MAX, TIME_MAX, mutation, orders -> {});

    RandomRun.Failed failed = requireNonNull(result.failed());
    Invariant broken = failed.shortest().violation().invariant();
    assertThat(mayBreak.split(" ", -1)).contains(broken.name());
    assertThat(failed.story()).contains(mutation.title(), broken.title());
    assertThat(failed.shortest().steps()).hasSizeLessThanOrEqualTo(40);
    assertThat(new RandomHistory(failed.seed(), RandomRun.ORDERS_PER_WORLD, mutation).run())
        .as("the seed repeats it")
        .isNotNull();
    assertThat(new RandomHistory(failed.seed(), RandomRun.ORDERS_PER_WORLD, Mutation.NONE).run())
        .as("with the defence there, that seed's world holds")
        .isNull();
  }
}
