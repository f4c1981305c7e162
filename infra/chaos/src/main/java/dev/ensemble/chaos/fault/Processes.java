package dev.ensemble.chaos.fault;

import dev.ensemble.local.stack.Supervised;
import dev.ensemble.testkit.faults.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What is done to processes; each is meant as itself, not whoever has its number by now. */
final class Processes {
  /** The system stops a process at its next step, which a busy machine may put off. */
  private static final Duration STANDS_WITHIN = Duration.ofSeconds(3);

  /** A shell's start and a handful of calls; the system that is tried has the machine. */
  private static final Duration SIGNALLED_WITHIN = Duration.ofSeconds(20);

  private Processes() {}

  /**
   * SIGKILL.
   *
   * @throws IllegalStateException where it is gone already
   */
  static void kill(ProcessHandle process) {
    if (!process.destroyForcibly()) {
      throw new IllegalStateException("process " + process.pid() + " is gone already");
    }
  }

  /** Those that are gone get none. One command for all: a server has a hundred processes. */
  static void signal(Signal signal, Collection<ProcessHandle> processes) {
    List<ProcessHandle> alive = processes.stream().filter(ProcessHandle::isAlive).toList();
    if (alive.isEmpty()) {
      return;
    }
    StringBuilder kill = new StringBuilder("kill -").append(signal.name());
    alive.forEach(process -> kill.append(' ').append(process.pid()));
    try {
      Process shell = new ProcessBuilder("/bin/sh", "-c", kill.toString()).start();
      if (!shell.waitFor(SIGNALLED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(signal + " was not sent in " + SIGNALLED_WITHIN);
      }
      // It complains of the first that has gone meanwhile, and signals all others.
      if (shell.exitValue() != 0 && alive.stream().allMatch(ProcessHandle::isAlive)) {
        throw new IllegalStateException(signal + " did not reach all of " + alive.size());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How many of them have been brought to a standstill by SIGSTOP. */
  static long standing(Collection<ProcessHandle> processes) throws InterruptedException {
    Patience.until(STANDS_WITHIN, () -> processes.stream().allMatch(Processes::stands));
    return processes.stream().filter(Processes::stands).count();
  }

  /** Nothing keeps it down or still any more. How many of its processes stood still. */
  static int letGo(Supervised supervised) {
    supervised.releaseAll();
    List<ProcessHandle> all;
    try {
      ProcessHandle process = supervised.life().process();
      all = Stream.concat(process.children(), Stream.of(process)).toList();
    } catch (IllegalStateException down) {
      return 0;
    }
    List<ProcessHandle> standing = all.stream().filter(Processes::stands).toList();
    signal(Signal.CONT, standing);
    return standing.size();
  }

  static boolean stands(ProcessHandle process) {
    return process.isAlive() && state(process.pid()).startsWith("T");
  }

  private static String state(long pid) {
    try {
      Path stat = Path.of("/proc/" + pid + "/stat");
      if (Files.exists(stat)) {
        String line = Files.readString(stat);
        return line.substring(line.lastIndexOf(')') + 2);
      }
      var ps = new ProcessBuilder(List.of("ps", "-o", "state=", "-p", "" + pid)).start();
      return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
