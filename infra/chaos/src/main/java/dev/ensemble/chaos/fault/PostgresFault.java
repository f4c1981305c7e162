package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.fault.ProcessFault.Deed;
import dev.ensemble.chaos.system.Layout;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.stack.Life;
import dev.ensemble.local.stack.Supervised;
import dev.ensemble.testkit.faults.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The server and each of its processes are killed, or all of them stand still. */
public final class PostgresFault implements Fault {
  /** It replays its log from the last checkpoint on; on a busy machine some ten seconds. */
  private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(60);

  private final Deed deed;
  private final List<ProcessHandle> frozen = new ArrayList<>();
  private @Nullable Life life;
  private Supervised.@Nullable Hold hold;

  /**
   * @param deed not {@link Deed#STOP}
   */
  public PostgresFault(Deed deed) {
    this.deed = deed;
  }

  @Override
  public List<String> targets() {
    return deed == Deed.KILL ? List.of(Layout.POSTGRES) : everythingOnIt();
  }

  /** While it is down for long, there is nothing for whoever would have to ask it. */
  static List<String> everythingOnIt() {
    return Stream.of(List.of(Layout.POSTGRES), SessionsEnded.all(), SlotDropped.all())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public long inject(SystemUnderTest system) {
    Supervised server = system.process(Layout.POSTGRES);
    Life now = server.life();
    if (deed == Deed.KEEP_DOWN && hold == null) {
      hold = server.hold();
    }
    if (deed == Deed.FREEZE) {
      freeze(now.process());
    } else {
      List<ProcessHandle> others = now.process().children().toList();
      Processes.kill(now.process());
      others.forEach(ProcessHandle::destroyForcibly);
    }
    life = now;
    return 0;
  }

  /** The postmaster first: then it can make no others. */
  private void freeze(ProcessHandle postmaster) {
    frozen.add(postmaster);
    Processes.signal(Signal.STOP, List.of(postmaster));
    List<ProcessHandle> others = postmaster.children().toList();
    frozen.addAll(others);
    Processes.signal(Signal.STOP, others);
  }

  @Override
  public long heal(SystemUnderTest system) throws InterruptedException {
    if (hold != null) {
      hold.release();
    }
    long stood = frozen.isEmpty() ? 0 : Processes.standing(frozen);
    Processes.signal(Signal.CONT, frozen.reversed());
    return stood;
  }

  /** Counts that it was started again and answers. */
  @Override
  public long awaitEffect(SystemUnderTest system) throws InterruptedException {
    Life before = life;
    if (deed == Deed.FREEZE || before == null) {
      return 0;
    }
    boolean back =
        Patience.until(
            RECOVERED_WITHIN,
            () ->
                system.process(Layout.POSTGRES).starts() > before.number()
                    && system.server().ask("SELECT 1") == 1);
    return back ? 1 : 0;
  }

  @Override
  public String toString() {
    return switch (deed) {
      case KEEP_DOWN -> "kill -9 all of PostgreSQL, and it stays down";
      case FREEZE -> "freeze all of PostgreSQL";
      case KILL, STOP -> "kill -9 all of PostgreSQL";
    };
  }
}
