package dev.ensemble.chaos.system;

import dev.ensemble.chaos.clock.ClockAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The clocks of the programs, each of which can be set wrong while its process lives. */
public final class Clocks {
  private final Path folder;
  private final Path jar;

  Clocks(Path folder) {
    this.folder = folder;
    this.jar = folder.resolve("agent.jar");
  }

  /** Before any program is started; what an earlier run has said of somebody's clock is gone. */
  void prepare() {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> left = Files.list(folder)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ClockAgent.write(jar);
  }

  /** What a program is told so that its clock is one of these. */
  Map<String, String> settings() {
    return Map.of("JAVA_TOOL_OPTIONS", ClockAgent.option(jar, folder));
  }

  /**
   * Sets a process's clock, with a jump. A process that is started anew has a right one.
   *
   * @param ahead of the true time; negative: behind
   */
  public void skew(ProcessHandle process, Duration ahead) {
    try {
      Path draft = folder.resolve(process.pid() + ".draft");
      Files.writeString(draft, Long.toString(ahead.toMillis()));
      Files.move(draft, told(process), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets it right, with a jump back. */
  public void right(ProcessHandle process) {
    try {
      Files.deleteIfExists(told(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often the process has asked for the time since its clock was wrong. */
  public long asked(ProcessHandle process) {
    try {
      return Long.parseLong(Files.readString(folder.resolve(process.pid() + ".asked")).strip());
    } catch (NoSuchFileException | NumberFormatException notYet) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path told(ProcessHandle process) {
    return folder.resolve(Long.toString(process.pid()));
  }
}
