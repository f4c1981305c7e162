package dev.ensemble.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process by its id and the moment it started: a number alone may by now be somebody else's.
 *
 * @param number the process id
 * @param startedAt as the operating system tells it
 */
record Pid(long number, Instant startedAt) {
  /** The system's clock is read at each look, and may have been set right by a little since. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  static Optional<Pid> of(ProcessHandle handle) {
    return handle.info().startInstant().map(start -> new Pid(handle.pid(), start));
  }

  /** The process, where it still runs and is the one that was meant. */
  Optional<ProcessHandle> find() {
    return ProcessHandle.of(number).filter(this::isTheSame).filter(Pid::alive);
  }

  private boolean isTheSame(ProcessHandle handle) {
    return handle
        .info()
        .startInstant()
        .map(start -> Duration.between(start, startedAt).abs().compareTo(START_TOLERANCE) <= 0)
        .orElse(false);
  }

  /** Ended processes that nobody has collected yet (zombies) answer to a signal, but are gone. */
  static boolean alive(ProcessHandle handle) {
    return handle.isAlive() && !isZombie(handle.pid());
  }

  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException noSuchFileSystem) {
      return false; // macOS has no /proc, and its first process collects what is left
    }
  }

  void write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, List.of(Long.toString(number), startedAt.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the file says; nothing where it is missing or was cut off by a crash. */
  static Optional<Pid> read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return Optional.of(new Pid(Long.parseLong(lines.get(0)), Instant.parse(lines.get(1))));
    } catch (NoSuchFileException | RuntimeException unreadable) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
