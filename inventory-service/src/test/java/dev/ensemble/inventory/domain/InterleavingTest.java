package dev.ensemble.inventory.domain;

import static dev.ensemble.inventory.domain.Warehouse.Step.CANCELLATION;
import static dev.ensemble.inventory.domain.Warehouse.Step.CHARGED;
import static dev.ensemble.inventory.domain.Warehouse.Step.DECLINED;
import static dev.ensemble.inventory.domain.Warehouse.Step.DISPATCH;
import static dev.ensemble.inventory.domain.Warehouse.Step.PLACED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.inventory.domain.Outcome.Changed;
import dev.ensemble.inventory.domain.Warehouse.Step;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Walks every sequence of facts up to a length, repeats included: a superset of what the order
 * within a topic and redelivery allow. The warehouse checks its sums after each step.
 */
class InterleavingTest {

  /** Each of the four facts once and three repeats: 21,845 sequences. */
  private static final int LENGTH_MAX = 7;

  /** Payment says one of the two, ever. */
  enum Payment {
    CHARGES(CHARGED),
    DECLINES(DECLINED);

    private final Step answer;

    Payment(Step answer) {
      this.answer = answer;
    }
  }

  /**
   * What the rest of the system does at last with an order that is still open: it waits for the
   * parcel, or gives up. A declined order is closed, so nobody will ask for its end.
   */
  private static List<List<Step>> endsOf(List<Step> steps) {
    return steps.contains(DECLINED)
        ? List.of(List.of(DISPATCH))
        : List.of(List.of(DISPATCH, CANCELLATION), List.of(CANCELLATION, DISPATCH));
  }

  @ParameterizedTest
  @EnumSource
  void no_interleaving_leaves_pieces_held_or_lost(Payment payment) {
    Set<Step> seen = EnumSet.noneOf(Step.class);

    int walked =
        walk(
            payment,
            steps -> {
              for (List<Step> end : endsOf(steps)) {
                Story story = new Story(steps, end);
                assertThat(story.warehouse.reservedPieces()).as(story::toString).isZero();
                seen.addAll(steps);
              }
            });

    assertThat(walked).isEqualTo(21_845);
    assertThat(seen).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void no_interleaving_tells_two_ends(Payment payment) {
    walk(
        payment,
        steps -> {
          for (List<Step> end : endsOf(steps)) {
            Story story = new Story(steps, end);
            assertThat(story.ends()).as(story::toString).hasSize(1);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void a_cancellation_is_refused_exactly_where_the_parcel_has_left(Payment payment) {
    walk(
        payment,
        steps -> {
          Story story = new Story(steps, List.of(DISPATCH, CANCELLATION));
          assertThat(story.told(ReservationFact.CancellationRefused.class))
              .as(story::toString)
              .isEqualTo(story.told(ReservationFact.ShipmentDispatched.class));
        });
  }

  private static int walk(Payment payment, Consumer<List<Step>> visit) {
    return walk(List.of(PLACED, CANCELLATION, DISPATCH, payment.answer), List.of(), visit);
  }

  private static int walk(List<Step> letters, List<Step> steps, Consumer<List<Step>> visit) {
    visit.accept(steps);
    int walked = 1;
    if (steps.size() < LENGTH_MAX) {
      for (Step letter : letters) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(letter);
        walked += walk(letters, longer, visit);
      }
    }
    return walked;
  }

  /** One sequence played to its end, with what was told on the way. */
  private static final class Story {
    private final List<Step> steps = new ArrayList<>();
    private final List<ReservationFact> facts = new ArrayList<>();
    private final Warehouse warehouse = Warehouse.stocked();

    Story(List<Step> steps, List<Step> end) {
      this.steps.addAll(steps);
      this.steps.addAll(end);
      for (Step step : this.steps) {
        if (warehouse.take(step) instanceof Changed changed) {
          facts.add(changed.fact());
        }
      }
    }

    long told(Class<? extends ReservationFact> type) {
      return facts.stream().filter(type::isInstance).count();
    }

    List<ReservationFact> ends() {
      return facts.stream().filter(Story::isEnd).toList();
    }

    private static boolean isEnd(ReservationFact fact) {
      return switch (fact) {
        case ReservationFact.StockRejected rejected -> true;
        case ReservationFact.StockReleased released -> true;
        case ReservationFact.ShipmentDispatched dispatched -> true;
        case ReservationFact.ShipmentFailed failed -> true;
        case ReservationFact.ShipmentCancelled cancelled -> true;
        case ReservationFact.StockReserved reserved -> false;
        case ReservationFact.ShipmentCreated created -> false;
        case ReservationFact.CancellationRefused refused -> false;
      };
    }

    @Override
    public String toString() {
      return steps + " told " + facts;
    }
  }
}
