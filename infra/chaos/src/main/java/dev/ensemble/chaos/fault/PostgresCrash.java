package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.Layout;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.stack.Supervised;
import java.time.Duration;
import java.util.List;

/** The server and each of its processes are killed; it recovers from its log. */
public final class PostgresCrash implements Fault {
  private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(60);

  private int startsBefore;
  private boolean injected;

  @Override
  public List<String> targets() {
    return List.of(Layout.POSTGRES);
  }

  @Override
  public long inject(SystemUnderTest system) {
    Supervised server = system.process(Layout.POSTGRES);
    startsBefore = server.starts();
    ProcessHandle postmaster =
        ProcessHandle.of(server.pid())
            .orElseThrow(() -> new IllegalStateException("PostgreSQL is down already"));
    List<ProcessHandle> others = postmaster.children().toList();
    injected = postmaster.destroyForcibly();
    others.forEach(ProcessHandle::destroyForcibly);
    return 0;
  }

  @Override
  public long heal(SystemUnderTest system) throws InterruptedException {
    if (!injected) {
      return 0;
    }
    Patience.until(
        RECOVERED_WITHIN,
        () ->
            system.process(Layout.POSTGRES).starts() > startsBefore
                && system.server().ask("SELECT 1") == 1);
    return (long) system.process(Layout.POSTGRES).starts() - startsBefore;
  }

  @Override
  public String toString() {
    return "kill -9 all of PostgreSQL";
  }
}
