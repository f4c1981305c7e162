package dev.ensemble.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ensemble.local.players.Kind;
import dev.ensemble.local.players.Outcome;
import dev.ensemble.local.players.Tally;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Order(1)
@ExtendWith(LiveSystem.class)
class AllKindsIT {

  /**
   * An order that its deadline ended before there was a parcel: the player goes on all the same.
   */
  @Test
  void a_dispatch_of_what_never_became_a_parcel_ends_no_player(LiveSystem.Running system) {
    assertThatCode(() -> system.session().shop().dispatch(UUID.randomUUID()))
        .doesNotThrowAnyException();
  }

  @Test
  void orders_of_every_kind_end_as_their_data_says_and_every_invariant_holds(
      LiveSystem.Running system) throws Exception {
    List<Outcome> ended = new CopyOnWriteArrayList<>();

    Tally tally = system.play(1, 60, ended::add);

    assertThat(ended).allMatch(outcome -> outcome.seen() != null);
    assertThat(Kind.values())
        .allSatisfy(
            kind ->
                assertThat(tally.seen(kind))
                    .as(kind.label())
                    .isPositive()
                    .isGreaterThanOrEqualTo(tally.planned(kind)));
    system.requireEveryInvariant();
  }
}
