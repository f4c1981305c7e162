package dev.ensemble.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.order.domain.Outcome.Unchanged;
import dev.ensemble.order.domain.Stimulus.Asked;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrderConfluenceTest {

  @ParameterizedTest
  @MethodSource("dev.ensemble.order.domain.Story#all")
  void every_interleaving_of_a_story_has_the_same_end(Story story) {
    List<List<Stimulus>> ways = possibleWaysThrough(story);
    assertThat(ways).isNotEmpty();

    assertThat(ways)
        .allSatisfy(way -> assertThat(endOf(play(way))).as("%s", way).isEqualTo(story.end()));
  }

  @ParameterizedTest
  @MethodSource("dev.ensemble.order.domain.Story#all")
  void a_story_told_again_in_any_interleaving_changes_nothing(Story story) {
    List<List<Stimulus>> ways = possibleWaysThrough(story);

    for (List<Stimulus> first : ways) {
      Order ended = play(first);
      assertThat(ways).allSatisfy(again -> assertThat(play(ended, again)).isEqualTo(ended));
    }
  }

  /**
   * All interleavings but those that cannot be: an answer before its question, or a question that
   * was never told to anybody because it met an order that had ended.
   */
  private static List<List<Stimulus>> possibleWaysThrough(Story story) {
    List<List<Stimulus>> possible = new ArrayList<>();
    for (List<Stimulus> way :
        Interleavings.of(List.of(story.inventory(), story.payment(), story.wishes()))) {
      if (isPossible(way)) {
        possible.add(way);
      }
    }
    return possible;
  }

  private static boolean isPossible(List<Stimulus> way) {
    Order order = OrderFixture.aPlacedOrder();
    boolean asked = false;
    for (Stimulus stimulus : way) {
      if (Story.answersAWish(stimulus) && !asked) {
        return false;
      }
      Outcome outcome = stimulus.meets(order);
      if (stimulus instanceof Asked) {
        if (outcome instanceof Unchanged) {
          return false;
        }
        asked = true;
      }
      order = OrderFixture.after(order, outcome);
    }
    return true;
  }

  private static Order play(List<Stimulus> way) {
    return play(OrderFixture.aPlacedOrder(), way);
  }

  private static Order play(Order from, List<Stimulus> way) {
    Order order = from;
    for (Stimulus stimulus : way) {
      order = OrderFixture.after(order, stimulus.meets(order));
    }
    return order;
  }

  private static Story.End endOf(Order order) {
    Knowledge knowledge = order.knowledge();
    return new Story.End(order.status(), knowledge.endReason(), knowledge.cancellation());
  }
}
