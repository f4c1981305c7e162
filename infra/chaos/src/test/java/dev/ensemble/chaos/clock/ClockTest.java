package dev.ensemble.chaos.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockTest {
  private static final Duration AHEAD = Duration.ofHours(3);

  @TempDir private Path folder;

  @Test
  void whoever_asks_for_the_time_is_told_a_wrong_one_until_the_clock_is_right_again()
      throws Exception {
    Supplier<List<Instant>> asker = redirected();
    Path told = folder.resolve(Long.toString(ProcessHandle.current().pid()));
    Skew.follow(folder);
    assertThat(asker.get()).allSatisfy(time -> isNow(time, Duration.ZERO));

    Files.writeString(told, Long.toString(AHEAD.toMillis()));
    await().until(() -> Skew.now().isAfter(Instant.now().plus(Duration.ofHours(1))));
    assertThat(asker.get()).allSatisfy(time -> isNow(time, AHEAD));
    assertThat(new Asker().get()).allSatisfy(time -> isNow(time, Duration.ZERO));
    Path asked = folder.resolve(told.getFileName() + ".asked");
    await().until(() -> Files.exists(asked) && Long.parseLong(Files.readString(asked)) >= 5);

    Files.delete(told);
    await().until(() -> Skew.now().isBefore(Instant.now().plus(Duration.ofHours(1))));
    assertThat(asker.get()).allSatisfy(time -> isNow(time, Duration.ZERO));
  }

  @Test
  void the_rest_of_a_class_stays_what_it_was_and_one_that_does_not_ask_stays_altogether()
      throws Exception {
    assertThat(redirected()).hasToString(new Asker().toString());
    assertThat(Redirection.redirect(fileOf(Path.class))).isNull();
  }

  @Test
  void the_agent_has_every_class_that_it_needs() throws Exception {
    Path jar = folder.resolve("agent.jar");
    ClockAgent.write(jar);

    try (JarFile file = new JarFile(jar.toFile());
        var built = Files.list(Path.of("target/classes/dev/ensemble/chaos/clock"))) {
      assertThat(file.stream().map(entry -> Path.of(entry.getName()).getFileName().toString()))
          .containsAll(
              built
                  .map(one -> one.getFileName().toString())
                  .filter(name -> !name.startsWith("package-info"))
                  .toList());
    }
  }

  private static void isNow(Instant time, Duration ahead) {
    assertThat(time).isCloseTo(Instant.now().plus(ahead), within(1, ChronoUnit.MINUTES));
  }

  @SuppressWarnings("unchecked")
  private static Supplier<List<Instant>> redirected() throws Exception {
    byte[] changed = Objects.requireNonNull(Redirection.redirect(fileOf(Asker.class)));
    ClassLoader loader =
        new ClassLoader(ClockTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(Asker.class.getName())
                ? defineClass(name, changed, 0, changed.length)
                : super.loadClass(name, resolve);
          }
        };
    return (Supplier<List<Instant>>)
        loader.loadClass(Asker.class.getName()).getConstructor().newInstance();
  }

  private static byte[] fileOf(Class<?> type) throws Exception {
    try (InputStream file =
        type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      return Objects.requireNonNull(file).readAllBytes();
    }
  }
}
