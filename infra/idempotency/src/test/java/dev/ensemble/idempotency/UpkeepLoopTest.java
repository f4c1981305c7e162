package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class UpkeepLoopTest {

  @Test
  void a_pass_that_fails_is_logged_each_time_and_tried_again(CapturedOutput output)
      throws Exception {
    CountDownLatch passes = new CountDownLatch(3);
    UpkeepLoop loop =
        new UpkeepLoop(
            () -> {
              passes.countDown();
              throw new IllegalStateException("the disk is full");
            },
            Duration.ofMillis(1));
    loop.start();
    loop.start();

    assertThat(passes.await(30, TimeUnit.SECONDS)).isTrue();
    loop.stop();

    assertThat(loop.isRunning()).isFalse();
    assertThat(output.getAll().split("upkeep of idempotency.answers failed", -1).length)
        .isGreaterThan(3);
  }
}
