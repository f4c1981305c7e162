package dev.ensemble.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** A signal to one process, by its id. */
public enum Signal {
  /** Freezes it: it cannot know, nor prevent it. */
  STOP,
  /** Lets what was frozen go on. */
  CONT,
  /** Ends it where it stands. */
  KILL,
  /** Asks it to end. */
  TERM,
  /**
   * Ends PostgreSQL's server in good order, as {@code pg_ctl stop} does; its sessions are ended.
   */
  INT,
  /** Ends PostgreSQL's server without a checkpoint, and its sessions with it. */
  QUIT;

  private static final long SECONDS_MAX = 10;

  /** Returns when the system has taken the signal, which is not always when the process has. */
  public void to(long pid) {
    // The shell's own: not every system has a program of that name.
    String[] kill = {"/bin/sh", "-c", "kill -%s %d".formatted(name(), pid)};
    try {
      Process shell = new ProcessBuilder(kill).redirectErrorStream(true).start();
      if (!shell.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || shell.exitValue() != 0) {
        throw new IllegalStateException("%s did not reach process %d".formatted(this, pid));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
