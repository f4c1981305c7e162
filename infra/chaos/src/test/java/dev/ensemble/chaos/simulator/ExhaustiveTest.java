package dev.ensemble.chaos.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExhaustiveTest {

  @ParameterizedTest
  @EnumSource
  void every_interleaving_with_one_duplicate_and_one_crash_holds(Kinds kind) {
    Exploration found = assertHolds(kind, new Faults(1, 1, 0));

    assertThat(CountsTable.ofDuplicateAndCrash().rows())
        .contains(CountsTable.row(kind.title(), found));
  }

  @ParameterizedTest
  @EnumSource
  void every_interleaving_with_one_parked_event_and_one_duplicate_holds(Kinds kind) {
    Exploration found = assertHolds(kind, new Faults(1, 0, 1));

    assertThat(CountsTable.ofDuplicateAndParkedEvent().rows())
        .contains(CountsTable.row(kind.title(), found));
  }

  /** Five million states: minutes. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SPOILED")
  @EnabledIfSystemProperty(named = "ensemble.drills", matches = "long")
  void every_interleaving_with_a_duplicate_a_crash_and_a_parked_event_holds(Kinds kind) {
    assertHolds(kind, new Faults(1, 1, 1));
  }

  private static Exploration assertHolds(Kinds kind, Faults faults) {
    Exploration found = Explorer.explore(kind.scenario(), Mutation.NONE, faults);
    if (found.counterexample() != null) {
      throw new AssertionError(
          Story.tell(kind.scenario(), Mutation.NONE, found.counterexample()),
          found.counterexample().violation());
    }
    assertThat(found.endings().keySet()).isEqualTo(kind.endings());
    BigInteger interleavings = found.interleavings();
    assertThat(interleavings).isGreaterThan(BigInteger.valueOf(found.stateCount()));
    System.out.printf(
        "%s, %s: %,d states, %,d steps, %,d interleavings%n",
        kind.title(), faults, found.stateCount(), found.transitionCount(), interleavings);
    return found;
  }

  @ParameterizedTest
  @EnumSource(names = {"OUT_OF_STOCK", "DECLINED", "COMPLETED", "SHIPMENT_FAILED"})
  void interleavings_are_counted_as_walking_all_of_them_counts(Kinds kind) {
    Exploration found = Explorer.explore(kind.scenario(), Mutation.NONE, Faults.NONE);

    World world = World.remembering(kind.scenario(), Mutation.NONE);
    long walked = walk(world);

    assertThat(found.interleavings()).isEqualTo(BigInteger.valueOf(walked));
    assertThat(walked).isGreaterThan(1);
  }

  private static long walk(World world) {
    State here = State.of(world, Faults.NONE);
    List<Step> steps = Choices.all(world, Faults.NONE);
    // A history may end before a stray, and after it.
    long ways = steps.stream().allMatch(Step::isStray) ? 1 : 0;
    for (Step step : steps) {
      world.take(step);
      ways += walk(world);
      here.restore(world);
    }
    return ways;
  }

  @Test
  void the_tables_of_counts_have_a_row_for_each_kind_and_no_other() {
    List<String> kinds = Arrays.stream(Kinds.values()).map(Kinds::title).toList();

    assertThat(CountsTable.ofDuplicateAndCrash().titles()).isEqualTo(kinds);
    assertThat(CountsTable.ofDuplicateAndParkedEvent().titles()).isEqualTo(kinds);
  }

  @Test
  void a_search_that_would_be_cut_off_says_so() {
    Scenario scenario = Kinds.COMPLETED.scenario();
    int all = Explorer.explore(scenario, Mutation.NONE, Faults.NONE).stateCount();

    assertThatIllegalStateException()
        .isThrownBy(() -> Explorer.explore(scenario, Mutation.NONE, Faults.NONE, all - 1))
        .withMessageContaining("proves nothing");
    assertThat(Explorer.explore(scenario, Mutation.NONE, Faults.NONE, all).stateCount())
        .isEqualTo(all);
  }

  /** What a state forgets would make two worlds one, and the search blind. */
  @ParameterizedTest
  @EnumSource
  void a_state_restores_all_of_the_world(Kinds kind) {
    World world = World.remembering(kind.scenario(), Mutation.NONE);
    Faults faults = new Faults(1, 1, 1);
    State begin = State.of(world, faults);
    State before = begin;
    Seen atBegin = Seen.of(world);
    for (int nth = 0; ; nth++) {
      var steps = Choices.ofOrder(world, 0);
      steps.addAll(Choices.ofAll(world));
      if (steps.isEmpty()) {
        break;
      }
      world.take(steps.get(nth % steps.size()));
      State after = State.of(world, faults);
      Seen atAfter = Seen.of(world);
      assertThat(after).isNotEqualTo(before);
      begin.restore(world);
      assertThat(State.of(world, faults)).isEqualTo(begin);
      assertThat(Seen.of(world)).isEqualTo(atBegin);
      after.restore(world);
      assertThat(State.of(world, faults)).isEqualTo(after);
      assertThat(Seen.of(world)).isEqualTo(atAfter);
      before = after;
    }
    assertThat(before.faults()).isEqualTo(faults);
  }

  /** What is seen of a world without asking its state, which may have forgotten it. */
  private record Seen(
      List<Step> choices, List<List<Row>> logs, List<Content> contents, int heard, int spoiled) {
    static Seen of(World world) {
      List<List<Row>> logs = new ArrayList<>();
      List<Content> contents = new ArrayList<>(List.of(world.outside().content()));
      for (Service service : Service.values()) {
        logs.add(List.copyOf(world.topics().log(service, 0)));
        contents.add(world.database(service).content());
      }
      List<Step> choices = Choices.all(world, new Faults(1, 1, 1));
      return new Seen(choices, logs, contents, world.heard(0), world.spoiled());
    }
  }

  @Test
  void a_world_of_two_orders_has_no_states() {
    Scenario two = RandomScenario.of(new SplittableRandom(1), 2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> World.remembering(two, Mutation.NONE))
        .withMessageContaining("2 orders");
  }
}
