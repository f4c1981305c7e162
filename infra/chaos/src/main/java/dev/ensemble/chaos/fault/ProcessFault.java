package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.stack.Supervised;
import dev.ensemble.testkit.faults.Signal;
import java.util.List;

/** One process is ended, or stands still. */
public final class ProcessFault implements Fault {
  private final Deed deed;
  private final String process;
  private int startsBefore;
  private long pid;

  /** What is done to it. */
  public enum Deed {
    /** SIGKILL; it is started again at once. */
    KILL,
    /** SIGKILL; it is started again when the fault is over. */
    KEEP_DOWN,
    /** SIGTERM: it ends in good order, and is started again. */
    STOP,
    /** SIGSTOP, and SIGCONT when the fault is over. To others it is alive, and says nothing. */
    FREEZE
  }

  public ProcessFault(Deed deed, String process) {
    this.deed = deed;
    this.process = process;
  }

  @Override
  public List<String> targets() {
    return List.of(process);
  }

  @Override
  public long inject(SystemUnderTest system) {
    Supervised supervised = system.process(process);
    startsBefore = supervised.starts();
    pid = supervised.pid();
    switch (deed) {
      case KILL -> Signal.KILL.to(pid);
      case KEEP_DOWN -> {
        supervised.hold();
        Signal.KILL.to(pid);
      }
      case STOP -> Signal.TERM.to(pid);
      case FREEZE -> {
        Signal.STOP.to(pid);
        return 1;
      }
    }
    return 0;
  }

  @Override
  public long heal(SystemUnderTest system) throws InterruptedException {
    Supervised supervised = system.process(process);
    supervised.release();
    if (deed == Deed.FREEZE) {
      // One that was killed meanwhile is gone, and that is all.
      if (pid != 0 && ProcessHandle.of(pid).isPresent()) {
        Signal.CONT.to(pid);
      }
      return 0;
    }
    if (pid != 0) {
      Patience.until(Patience.BACK_WITHIN, () -> supervised.starts() > startsBefore);
    }
    return pid == 0 ? 0 : (long) supervised.starts() - startsBefore;
  }

  @Override
  public String toString() {
    return switch (deed) {
      case KILL -> "kill -9 " + process;
      case KEEP_DOWN -> "kill -9 " + process + ", and it stays down";
      case STOP -> "stop " + process;
      case FREEZE -> "freeze " + process;
    };
  }
}
