package dev.ensemble.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.history.Past;
import dev.ensemble.chaos.system.Delivery;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.chaos.system.SystemUnderTest.Manner;
import dev.ensemble.chaos.system.SystemUnderTest.Mutants;
import dev.ensemble.chaos.system.SystemUnderTest.Size;
import dev.ensemble.local.stack.Overseer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults of our own, on a system that is laid out and not started. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NemesisTest {
  private static final Nemesis.Limits LIMITS =
      new Nemesis.Limits(
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofMillis(300),
          Duration.ofMillis(500));

  @TempDir private Path folder;

  private History history;
  private SystemUnderTest system;
  private Nemesis nemesis;

  @BeforeEach
  void begin() {
    history = History.in(folder);
    system =
        SystemUnderTest.over(
            folder,
            folder.resolve("system"),
            new Manner(Size.FULL, Mutants.NONE, Delivery.TRANSACTIONAL, false),
            new SystemUnderTest.Story(line -> {}, Overseer.NOBODY));
    nemesis = new Nemesis(system, history, line -> {}, LIMITS);
  }

  @AfterEach
  void end() {
    system.close();
    history.close();
  }

  @Test
  void what_cannot_be_healed_fails_the_run_when_all_others_are_healed() {
    Trick stuck = new Trick("a");
    stuck.healsAfter = Integer.MAX_VALUE;
    Trick good = new Trick("b");

    assertThatThrownBy(() -> carryOut(planned(1, 0, stuck), planned(2, 1, good)))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("not yet");

    assertThat(told(1)).containsExactly(Happening.INJECT);
    assertThat(told(2)).containsExactly(Happening.INJECT, Happening.REVERSED, Happening.HEAL);
  }

  @Test
  void what_fails_at_first_is_injected_and_healed_again_and_a_lasting_failure_has_no_effect()
      throws Exception {
    Trick late = new Trick("a");
    late.injectsAfter = 1;
    late.healsAfter = 1;
    Trick never = new Trick("b");
    never.injectsAfter = Integer.MAX_VALUE;

    carryOut(planned(1, 0, late), planned(2, 1, never));

    assertThat(told(1)).containsExactly(Happening.INJECT, Happening.REVERSED, Happening.HEAL);
    assertThat(seen(1)).isEqualTo(111);
    assertThat(told(2))
        .containsExactly(Happening.INJECT, Happening.MISSED, Happening.REVERSED, Happening.HEAL);
    assertThat(seen(2)).isZero();
  }

  @Test
  void one_whose_target_is_still_hit_is_missed_and_one_of_another_target_does_not_wait()
      throws Exception {
    Trick slow = new Trick("a");
    Trick same = new Trick("a");
    Trick other = new Trick("b");
    // The effect of the first is there when the third was: the lane has not waited for it.
    slow.effect = other.healed;

    carryOut(planned(1, 0, slow), planned(2, 0, same), planned(3, 0, other));

    assertThat(told(2)).containsExactly(Happening.MISSED);
    assertThat(told(1)).containsExactly(Happening.INJECT, Happening.REVERSED, Happening.HEAL);
    assertThat(told(3)).containsExactly(Happening.INJECT, Happening.REVERSED, Happening.HEAL);
    assertThat(same.injections).isZero();
  }

  @Test
  void on_an_interrupt_what_has_begun_is_healed_first() throws Exception {
    Trick long1 = new Trick("a");
    Planned planned =
        new Planned(1, 0, Duration.ZERO, Duration.ofMinutes(10), FaultKind.CUT_LINK, long1);
    List<Throwable> ends = new ArrayList<>();
    Thread run =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    nemesis.carryOut(List.of(planned), () -> {});
                  } catch (Throwable end) {
                    ends.add(end);
                  }
                });
    long1.injected.await();
    run.interrupt();
    run.join();

    assertThat(ends).hasOnlyElementsOfType(InterruptedException.class).hasSize(1);
    assertThat(told(1)).containsExactly(Happening.INJECT, Happening.REVERSED, Happening.HEAL);
  }

  private void carryOut(Planned... schedule) throws InterruptedException {
    nemesis.carryOut(List.of(schedule), () -> {});
  }

  private static Planned planned(int number, int lane, Fault fault) {
    return new Planned(number, lane, Duration.ZERO, Duration.ZERO, FaultKind.CUT_LINK, fault);
  }

  private List<Happening> told(int fault) {
    List<Happening> told = new ArrayList<>();
    Past.in(folder)
        .each(
            line -> {
              if (line.number("fault") == fault) {
                told.add(line.what());
              }
            });
    return told;
  }

  private long seen(int fault) {
    List<Long> seen = new ArrayList<>();
    Past.in(folder)
        .each(
            line -> {
              if (line.number("fault") == fault && line.what() == Happening.HEAL) {
                seen.add(line.number("seen"));
              }
            });
    return seen.getLast();
  }

  /** Fails so many times first; each of its steps counts in another place of the number. */
  private static final class Trick implements Fault {
    private final String target;
    private final CountDownLatch injected = new CountDownLatch(1);
    private final CountDownLatch healed = new CountDownLatch(1);
    private CountDownLatch effect = new CountDownLatch(0);
    private int injectsAfter;
    private int healsAfter;
    private int injections;

    Trick(String target) {
      this.target = target;
    }

    @Override
    public List<String> targets() {
      return List.of(target);
    }

    @Override
    public long inject(SystemUnderTest system) {
      injections++;
      if (injectsAfter-- > 0) {
        throw new IllegalStateException("not yet");
      }
      injected.countDown();
      return 1;
    }

    @Override
    public long heal(SystemUnderTest system) {
      if (healsAfter-- > 0) {
        throw new IllegalStateException("not yet");
      }
      healed.countDown();
      return 10;
    }

    @Override
    public long awaitEffect(SystemUnderTest system) throws InterruptedException {
      effect.await();
      return 100;
    }

    @Override
    public String toString() {
      return "trick " + target;
    }
  }
}
