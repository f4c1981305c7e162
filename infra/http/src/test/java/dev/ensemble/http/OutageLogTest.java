package dev.ensemble.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OutageLogTest {
  private final Exception failure =
      new IllegalStateException("outer", new IllegalStateException("connection refused"));

  private final SettableClock clock = SettableClock.at(Instant.EPOCH);
  private final OutageLog log = new OutageLog(clock, Duration.ofMinutes(1));

  @Test
  void each_kind_is_logged_once_and_what_was_left_out_is_counted(CapturedOutput output) {
    log.note(Outage.UNREACHABLE, failure);
    log.note(Outage.UNREACHABLE, failure);
    log.note(Outage.BUSY, failure);
    log.note(Outage.UNREACHABLE, failure);
    assertThat(lines(output)).isEqualTo(2);

    clock.advance(Duration.ofMinutes(1));
    log.note(Outage.UNREACHABLE, failure);
    assertThat(lines(output)).isEqualTo(3);
    assertThat(output).contains("connection refused", "2 requests").doesNotContain("outer");
  }

  private static int lines(CapturedOutput output) {
    return output.getAll().split("answered with 503", -1).length - 1;
  }
}
