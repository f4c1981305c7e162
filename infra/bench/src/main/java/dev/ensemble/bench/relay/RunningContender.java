package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.AtExit;
import dev.ensemble.bench.common.Used;
import dev.ensemble.local.stack.LogTail;
import dev.ensemble.local.stack.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contender's process. It is gone when this is closed. */
final class RunningContender implements AutoCloseable {
  /** Longer than any of them takes to finish its batch and to write a cache of its classes. */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

  private final String name;
  private final Process process;
  private final Path log;
  private final long startedNanos;
  private final AtExit atExit;

  RunningContender(String name, Start start, List<String> jvmOptions, Path log) {
    this.name = name;
    this.log = log;
    this.startedNanos = System.nanoTime();
    this.process = start.run(jvmOptions, log);
    this.atExit = new AtExit(process::destroyForcibly);
  }

  /** On the clock of {@link System#nanoTime}. */
  long startedNanos() {
    return startedNanos;
  }

  Used used() {
    return Used.of(process.pid());
  }

  /**
   * Looks whether it still runs.
   *
   * @throws Refusal where it has ended by itself
   */
  void requireAlive() {
    if (!process.isAlive()) {
      throw failed("ended with exit code " + process.exitValue());
    }
  }

  Refusal failed(String how) {
    return new Refusal(
        "%s %s. Its log, %s, ends:%n    %s"
            .formatted(name, how, log, String.join("\n    ", LogTail.of(log))));
  }

  /** Asks it to stop, and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    atExit.close();
  }
}
