package dev.ensemble.chaos;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.local.stack.Overseer;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Writes down when each process starts, is ready and ends. None is given up once all have been
 * ready; one that cannot even be started is, as in every local system.
 */
final class ProcessHistory implements Overseer {
  private static final int UNKNOWN = -1;

  private final History history;
  private volatile boolean starting = true;

  ProcessHistory(History history) {
    this.history = history;
  }

  /** From here on processes end because somebody ends them, and that says nothing of them. */
  void allAreReady() {
    starting = false;
  }

  @Override
  public boolean givesUp() {
    return starting;
  }

  @Override
  public void started(String name, long pid) {
    history.note(Happening.START, Map.of("process", name, "pid", pid));
  }

  @Override
  public void ready(String name, long pid) {
    history.note(Happening.READY, Map.of("process", name, "pid", pid));
  }

  @Override
  public void ended(String name, long pid, OptionalInt code) {
    history.note(Happening.EXIT, Map.of("process", name, "pid", pid, "code", code.orElse(UNKNOWN)));
  }
}
