package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop keeps its pass going, whatever the pass does, and ends when it is told to. */
@Timeout(60)
class WorkerLoopTest {
  private static final Duration FOR_EVER = Duration.ofHours(1);
  private WorkerLoop loop = new WorkerLoop("none", FOR_EVER, () -> 0, false);

  @AfterEach
  void stop() {
    loop.stop();
  }

  @Test
  void a_pass_that_found_work_is_followed_by_the_next_at_once() throws Exception {
    CountDownLatch passes = new CountDownLatch(3);
    AtomicInteger count = new AtomicInteger();
    loop =
        new WorkerLoop(
            "busy",
            FOR_EVER,
            () -> {
              passes.countDown();
              return count.incrementAndGet() < 3 ? 1 : 0;
            },
            false);

    loop.start();

    assertThat(passes.await(30, TimeUnit.SECONDS)).isTrue();
    loop.stop();
    assertThat(count).as("the third found nothing, so the loop paused").hasValue(3);
    assertThat(loop.isRunning()).isFalse();
  }

  @Test
  void a_pass_that_throws_is_tried_again() throws Exception {
    CountDownLatch succeeded = new CountDownLatch(1);
    AtomicInteger count = new AtomicInteger();
    loop =
        new WorkerLoop(
            "failing",
            FOR_EVER,
            () -> {
              if (count.incrementAndGet() == 1) {
                throw new IllegalStateException("for the test");
              }
              if (count.get() == 2) {
                throw new StackOverflowError("for the test");
              }
              succeeded.countDown();
              return 0;
            },
            false);

    loop.start();

    assertThat(succeeded.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_stop_waits_for_the_running_pass() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Semaphore goOn = new Semaphore(0);
    AtomicBoolean finished = new AtomicBoolean();
    loop =
        new WorkerLoop(
            "in-the-middle",
            Duration.ZERO,
            () -> {
              inside.countDown();
              goOn.acquireUninterruptibly();
              finished.set(true);
              return 1;
            },
            false);
    loop.start();
    assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();

    CountDownLatch stopped = new CountDownLatch(1);
    loop.stop(stopped::countDown);
    assertThat(stopped.getCount()).as("the pass is still running").isEqualTo(1);
    goOn.release(1_000_000);

    assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(finished).isTrue();
    assertThat(loop.isRunning()).isFalse();
  }

  @Test
  void a_loop_that_has_ended_can_begin_again() throws Exception {
    Semaphore passes = new Semaphore(0);
    loop =
        new WorkerLoop(
            "again",
            FOR_EVER,
            () -> {
              passes.release();
              return 0;
            },
            false);
    loop.start();
    loop.start();
    assertThat(passes.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    loop.stop();

    loop.start();

    assertThat(passes.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    assertThat(loop.isRunning()).isTrue();
  }

  @Test
  void pauses_double_up_to_their_limit() {
    Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1));

    assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(200));
    assertThat(backoff.after(2)).isEqualTo(Duration.ofMillis(400));
    assertThat(backoff.after(3)).isEqualTo(Duration.ofMillis(800));
    assertThat(backoff.after(4)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_negative_pace_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WorkerLoop("x", Duration.ofSeconds(-1), () -> 0, false));
  }
}
