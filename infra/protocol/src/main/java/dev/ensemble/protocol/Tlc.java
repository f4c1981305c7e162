package dev.ensemble.protocol;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * TLC as a process of its own: it keeps what it knows in static fields, and ends its JVM when it is
 * done.
 */
final class Tlc {
  /** Far more than any model of the default build takes, on a machine with other builds on it. */
  static final Duration TIME_MAX = Duration.ofMinutes(10);

  /** The same for those that are left out of it. */
  static final Duration LONG_TIME_MAX = Duration.ofMinutes(60);

  // CI's machine has two cores.
  private static final int WORKERS = 2;
  // A model of the default build needs a third of it. TLC puts the rest on disk.
  private static final String HEAP = "-Xmx1g";

  private final Path modules;
  private final Path target;
  private final String java;

  /**
   * @param modules where modules and models stand
   * @param target where TLC may write: a folder per model, with all that it printed
   */
  Tlc(Path modules, Path target) {
    this.modules = modules.toAbsolutePath();
    this.target = target.toAbsolutePath();
    this.java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * Runs a model to its end.
   *
   * @throws IllegalStateException where it takes longer than it may; its process is ended then
   */
  Run run(Model model) throws IOException, InterruptedException {
    Path folder = target.resolve(model.name());
    Files.createDirectories(folder);
    Path printed = folder.resolve("output.txt");
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command(model, folder))
            .directory(modules.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    Duration timeMax = model.isLong() ? LONG_TIME_MAX : TIME_MAX;
    try {
      if (!process.waitFor(timeMax.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "TLC took longer than %s over %s; see %s".formatted(timeMax, model, printed));
      }
    } finally {
      process.destroyForcibly();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return new Run(model, Verdict.of(process.exitValue()), took, Files.readAllLines(printed));
  }

  private List<String> command(Model model, Path folder) {
    return List.of(
        java,
        HEAP,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        jar(),
        "tlc2.TLC",
        "-workers",
        String.valueOf(WORKERS),
        // Always the same function for fingerprints, so that two runs see the same.
        "-fp",
        "0",
        "-metadir",
        folder.resolve("states").toString(),
        "-config",
        model.name() + ".cfg",
        model.module() + ".tla");
  }

  private static String jar() {
    try {
      Class<?> tlc = Class.forName("tlc2.TLC", false, Tlc.class.getClassLoader());
      var source = Objects.requireNonNull(tlc.getProtectionDomain().getCodeSource());
      return Path.of(source.getLocation().toURI()).toString();
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException("TLC is not on the class path", e);
    }
  }
}
