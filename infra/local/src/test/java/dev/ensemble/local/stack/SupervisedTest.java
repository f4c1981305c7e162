package dev.ensemble.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With processes that only sleep. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SupervisedTest {
  @TempDir private Path folder;

  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final Supervised other = supervised("other", false);
  private Supervised sleeper = supervised("sleeper", false);

  @AfterEach
  void end() {
    sleeper.kill();
    other.kill();
  }

  @Test
  void what_cannot_be_started_is_tried_again_where_nothing_is_given_up() throws Exception {
    failures.set(2);

    sleeper.begin().get();

    assertThat(sleeper.starts()).isEqualTo(3);
    assertThat(sleeper.life().process().isAlive()).isTrue();
  }

  @Test
  void what_cannot_be_started_is_given_up_where_that_is_wanted() {
    sleeper = supervised("sleeper", true);
    failures.set(1);

    assertThatThrownBy(() -> sleeper.begin().get()).hasCauseInstanceOf(Refusal.class);
  }

  @Test
  void it_stays_down_until_the_last_hold_is_released() throws Exception {
    sleeper.begin().get();
    other.begin().get();
    Supervised.Hold first = sleeper.hold();
    Supervised.Hold second = sleeper.hold();
    long before = killed(sleeper);
    await().until(() -> ended.get() == 1);
    first.release();
    first.release();

    // Whoever ended later is back: so would this one be.
    killed(other);
    await().until(() -> other.starts() == 2);
    assertThat(sleeper.starts()).isEqualTo(1);
    assertThatThrownBy(sleeper::life).isInstanceOf(IllegalStateException.class);

    second.release();
    await().until(() -> sleeper.starts() == 2 && sleeper.ready());
    assertThat(sleeper.life().process().pid()).isNotEqualTo(before);
  }

  @Test
  void whoever_cannot_be_told_does_not_end_the_supervision() throws Exception {
    sleeper = new Supervised(new Sleeper("sleeper"), line -> {}, new Deaf());
    sleeper.begin().get();

    killed(sleeper);

    await().until(() -> sleeper.starts() == 2 && sleeper.ready());
  }

  private static long killed(Supervised supervised) {
    ProcessHandle process = supervised.life().process();
    process.destroyForcibly();
    process.onExit().join();
    return process.pid();
  }

  private Supervised supervised(String name, boolean givesUp) {
    return new Supervised(
        new Sleeper(name),
        line -> {},
        new Overseer() {
          @Override
          public boolean givesUp() {
            return givesUp;
          }

          @Override
          public void ended(String name, long pid, OptionalInt code) {
            ended.incrementAndGet();
          }
        });
  }

  private final class Sleeper implements Startable {
    private final String name;

    Sleeper(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Path log() {
      return folder.resolve(name + ".log");
    }

    @Override
    public String address() {
      return "nowhere";
    }

    @Override
    public Running start() {
      if (failures.getAndDecrement() > 0) {
        throw new Refusal("not now");
      }
      return new Launch(name(), List.of("sleep", "300"), Map.of(), log()).start(folder);
    }

    @Override
    public boolean ready() {
      return true;
    }
  }

  private static final class Deaf implements Overseer {
    @Override
    public boolean givesUp() {
      return false;
    }

    @Override
    public void ready(String name, long pid) {
      throw new IllegalStateException("the disk is full");
    }

    @Override
    public void ended(String name, long pid, OptionalInt code) {
      throw new IllegalStateException("the disk is full");
    }
  }
}
