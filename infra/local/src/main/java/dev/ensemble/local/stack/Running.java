package dev.ensemble.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** One process that we started, and the file of its id, in case that we die before it. */
final class Running {
  /** Short beside what a person notices, long beside what a look costs. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final ProcessHandle handle;
  private final Supplier<OptionalInt> exitCode;
  private final Runnable askToStop;
  private final Path pidFile;

  private Running(
      ProcessHandle handle, Supplier<OptionalInt> exitCode, Runnable askToStop, Path pidFile) {
    this.handle = handle;
    this.exitCode = exitCode;
    this.askToStop = askToStop;
    this.pidFile = pidFile;
    Pid.of(handle).ifPresent(pid -> pid.write(pidFile));
  }

  /** A child of ours: SIGTERM asks it to stop. */
  static Running child(Process process, Path pidFile) {
    return new Running(
        process.toHandle(),
        () -> OptionalInt.of(process.onExit().join().exitValue()),
        process::destroy,
        pidFile);
  }

  /** A process that detached itself, and is asked to stop in its own way. */
  static Running detached(ProcessHandle handle, Runnable askToStop, Path pidFile) {
    return new Running(handle, OptionalInt::empty, askToStop, pidFile);
  }

  long pid() {
    return handle.pid();
  }

  ProcessHandle handle() {
    return handle;
  }

  boolean alive() {
    return Pid.alive(handle);
  }

  /** Waits for as long as the process runs; its exit code, where the system tells it. */
  OptionalInt awaitExit() throws InterruptedException {
    while (alive()) {
      Thread.sleep(LOOK_EVERY);
    }
    return exitCode.get();
  }

  /** Asks the process to stop, and makes it stop where it has not within the patience. */
  void stop(Duration patience) throws InterruptedException {
    if (alive()) {
      askToStop.run();
      if (!goneWithin(patience)) {
        kill();
        goneWithin(patience);
      }
    }
    forget();
  }

  void kill() {
    handle.destroyForcibly();
  }

  private boolean goneWithin(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (alive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(LOOK_EVERY);
    }
    return true;
  }

  private void forget() {
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
