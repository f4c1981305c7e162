package dev.ensemble.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidTest {
  @TempDir Path temporary;

  private final Pid ours = Pid.of(ProcessHandle.current()).orElseThrow();

  @Test
  void a_process_is_found_again_by_what_its_file_says() {
    Path file = temporary.resolve("run/us.pid");
    ours.write(file);

    assertThat(Pid.read(file).flatMap(Pid::find)).contains(ProcessHandle.current());
  }

  @Test
  void a_number_that_another_process_bears_by_now_is_not_the_one_that_was_meant() {
    Pid before = new Pid(ours.number(), ours.startedAt().minus(Duration.ofSeconds(10)));

    assertThat(before.find()).isEmpty();
  }

  @Test
  void a_process_that_has_ended_is_not_found() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    Pid pid = Pid.of(sleeper.toHandle()).orElseThrow();
    assertThat(pid.find()).isPresent();

    assertThat(sleeper.destroyForcibly().waitFor()).isNotZero();

    assertThat(pid.find()).isEmpty();
  }

  @Test
  void a_file_that_a_crash_cut_off_names_nobody() throws Exception {
    assertThat(Pid.read(Files.writeString(temporary.resolve("empty.pid"), ""))).isEmpty();
    assertThat(Pid.read(Files.writeString(temporary.resolve("half.pid"), "123\n20"))).isEmpty();
    assertThat(Pid.read(temporary.resolve("none.pid"))).isEmpty();
  }
}
