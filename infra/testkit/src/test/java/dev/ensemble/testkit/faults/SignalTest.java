package dev.ensemble.testkit.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SignalTest {
  /** It answers as long as it runs. */
  private final Process cat = start();

  private final BufferedReader answers = cat.inputReader(US_ASCII);

  private static Process start() {
    try {
      return new ProcessBuilder("cat").start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void end() {
    cat.destroyForcibly();
  }

  @Test
  void a_frozen_process_says_nothing_and_goes_on_where_it_stood() throws Exception {
    assertThat(answer("one").get(10, TimeUnit.SECONDS)).isEqualTo("one");
    CompletableFuture<String> second;
    try (Frozen frozen = Frozen.process(cat.pid())) {
      assertThat(frozen).isNotNull();
      second = answer("two");
      assertThatThrownBy(() -> second.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    }
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("two");
  }

  @Test
  void a_frozen_process_can_be_killed() throws Exception {
    try (Frozen frozen = Frozen.process(cat.pid())) {
      assertThat(frozen).isNotNull();
      Signal.KILL.to(cat.pid());
      assertThat(cat.waitFor()).isEqualTo(128 + 9);
    }
  }

  @Test
  void a_process_can_be_asked_to_end() throws Exception {
    Signal.TERM.to(cat.pid());
    assertThat(cat.waitFor()).isEqualTo(128 + 15);
  }

  @Test
  void a_process_that_is_gone_is_not_silently_missed() throws Exception {
    Signal.KILL.to(cat.pid());
    cat.waitFor();

    assertThatThrownBy(() -> Signal.STOP.to(cat.pid()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Long.toString(cat.pid()));
  }

  private CompletableFuture<String> answer(String line) throws IOException {
    cat.outputWriter(US_ASCII).write(line + "\n");
    cat.outputWriter(US_ASCII).flush();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return answers.readLine();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
