package dev.ensemble.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.order.domain.Outcome.Changed;
import dev.ensemble.order.domain.Outcome.Unchanged;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OrderTotalityTest {
  private static final Set<Knowledge> SITUATIONS = Situations.all();

  @ParameterizedTest(name = "{0} meets {1}")
  @MethodSource("everyPair")
  void every_situation_has_an_answer_to_every_stimulus(Status status, Stimulus stimulus) {
    List<Order> orders = ordersThatAre(status);
    assertThat(orders).isNotEmpty();

    assertThat(orders)
        .allSatisfy(
            order -> {
              switch (stimulus.meets(order)) {
                case Changed changed -> isOneSoundStep(order, changed);
                case Unchanged unchanged -> assertThat(unchanged.reason()).isNotNull();
              }
            });
  }

  @ParameterizedTest(name = "{0} meets {1} twice")
  @MethodSource("everyPair")
  void a_repeated_stimulus_changes_nothing_more(Status status, Stimulus stimulus) {
    assertThat(ordersThatAre(status))
        .allSatisfy(
            order -> {
              Order once = OrderFixture.after(order, stimulus.meets(order));
              assertThat(stimulus.meets(once)).isInstanceOf(Unchanged.class);
            });
  }

  @ParameterizedTest(name = "{0} meets {1}")
  @MethodSource("everyPairWithAnEnd")
  void an_end_absorbs_everything(Status end, Stimulus stimulus) {
    assertThat(ordersThatAre(end))
        .allSatisfy(
            order -> {
              Order next = OrderFixture.after(order, stimulus.meets(order));
              assertThat(next.status()).isEqualTo(end);
              assertThat(next.knowledge().endReason()).isEqualTo(order.knowledge().endReason());
            });
  }

  @Test
  void every_status_is_reached_and_a_cancelled_order_alone_has_a_reason() {
    Set<Status> reached = EnumSet.noneOf(Status.class);
    SITUATIONS.forEach(situation -> reached.add(situation.status()));

    assertThat(reached).containsExactlyInAnyOrder(Status.values());
    assertThat(SITUATIONS)
        .allMatch(it -> (it.endReason() != null) == (it.status() == Status.CANCELLED));
  }

  private static void isOneSoundStep(Order before, Changed changed) {
    assertThat(changed.order().version()).isEqualTo(before.version() + 1);
    assertThat(changed.order().purchase()).isEqualTo(before.purchase());
    assertThat(changed.order().knowledge().milestones())
        .containsAll(before.knowledge().milestones());
    assertThat(changed.facts()).hasSizeLessThanOrEqualTo(1);
    assertThat(changed.steps())
        .extracting(Step::status)
        .isEqualTo(
            changed.order().status() == before.status()
                ? List.of()
                : List.of(changed.order().status()));
  }

  private static List<Order> ordersThatAre(Status status) {
    return SITUATIONS.stream()
        .filter(situation -> situation.status() == status)
        .map(Stimulus::anOrderThatKnows)
        .toList();
  }

  private static Stream<Arguments> everyPair() {
    return Arrays.stream(Status.values())
        .flatMap(status -> Stimulus.all().stream().map(it -> Arguments.of(status, it)));
  }

  private static Stream<Arguments> everyPairWithAnEnd() {
    return Stream.of(Status.COMPLETED, Status.CANCELLED)
        .flatMap(status -> Stimulus.all().stream().map(it -> Arguments.of(status, it)));
  }
}
