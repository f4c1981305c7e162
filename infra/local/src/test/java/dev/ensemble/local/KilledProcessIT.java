package dev.ensemble.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.local.players.Tally;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Supervised;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Order(2)
@ExtendWith(LiveSystem.class)
class KilledProcessIT {
  private static final int ORDERS = 200;
  private static final int KILLED_AFTER = 70;

  @ParameterizedTest
  @EnumSource(Program.class)
  void all_orders_end_and_every_invariant_holds_when_a_process_is_killed_in_the_middle(
      Program killed, LiveSystem.Running system) throws Exception {
    Supervised process = system.session().stack().process(killed);
    int startsBefore = process.starts();
    AtomicInteger ended = new AtomicInteger();

    Tally tally =
        system.play(
            100 + killed.name().length(),
            ORDERS,
            outcome -> {
              if (ended.incrementAndGet() == KILLED_AFTER) {
                kill(process.pid());
              }
            });

    assertThat(tally.placed()).isGreaterThanOrEqualTo(ORDERS);
    assertThat(tally.notEnded()).isZero();
    system.requireEveryInvariant();
    assertThat(process.starts()).isEqualTo(startsBefore + 1);
    assertThat(process.ready()).isTrue();
  }

  /** SIGKILL: no handler runs, nothing is flushed, no socket is closed in order. */
  private static void kill(long pid) {
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }
}
