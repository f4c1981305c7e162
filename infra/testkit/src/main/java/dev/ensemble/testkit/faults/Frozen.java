package dev.ensemble.testkit.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A process that stands still until this is closed. To others it looks alive and says nothing. */
public final class Frozen implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(5);

  private final long pid;

  private Frozen(long pid) {
    this.pid = pid;
  }

  /** Returns when it does stand still. */
  public static Frozen process(long pid) {
    Signal.STOP.to(pid);
    await().atMost(PATIENCE).pollInterval(LOOK_AGAIN_AFTER).until(() -> state(pid).startsWith("T"));
    return new Frozen(pid);
  }

  private static String state(long pid) {
    try {
      Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(pid)).start();
      return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * It goes on as if no time had passed. One that was killed meanwhile is gone, and that is all.
   */
  @Override
  public void close() {
    if (ProcessHandle.of(pid).isPresent()) {
      Signal.CONT.to(pid);
    }
  }
}
