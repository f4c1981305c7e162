package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.system.SystemUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One fault from its beginning to its end, told as it goes. */
final class Bout {
  private static final Duration AGAIN_AFTER = Duration.ofMillis(200);

  private final Planned planned;
  private final SystemUnderTest system;
  private final Nemesis.Limits limits;
  private final Chronicle chronicle;
  private boolean injected;
  private long seen;

  /** Who writes it down. */
  interface Chronicle {
    void note(Happening what, Planned planned, Map<String, ?> more);
  }

  Bout(Planned planned, SystemUnderTest system, Nemesis.Limits limits, Chronicle chronicle) {
    this.planned = planned;
    this.system = system;
    this.limits = limits;
    this.chronicle = chronicle;
  }

  Planned planned() {
    return planned;
  }

  void miss(String why) {
    chronicle.note(Happening.MISSED, planned, Map.of("why", why));
  }

  /** Returns when the cause is taken away again, also where it is interrupted. */
  void fight() throws InterruptedException {
    List<String> targets = planned.fault().targets();
    chronicle.note(Happening.INJECT, planned, Map.of("on", targets));
    try {
      injected = inject();
      if (injected) {
        Thread.sleep(planned.lasts());
        Patience.until(limits.hit(), () -> planned.fault().hasHit(system));
      }
    } finally {
      heal();
      chronicle.note(Happening.REVERSED, planned, Map.of("seen", seen));
    }
  }

  private boolean inject() throws InterruptedException {
    long deadline = System.nanoTime() + limits.injected().toNanos();
    while (true) {
      try {
        seen = planned.fault().inject(system);
        return true;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception notNow) {
        if (System.nanoTime() > deadline) {
          miss(notNow.toString());
          return false;
        }
        Thread.sleep(AGAIN_AFTER);
      }
    }
  }

  private void heal() throws InterruptedException {
    long deadline = System.nanoTime() + limits.healed().toNanos();
    while (true) {
      try {
        long more = planned.fault().heal(system);
        seen = injected ? seen + more : 0;
        return;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception notYet) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("cannot be healed: " + planned.fault(), notYet);
        }
        Thread.sleep(AGAIN_AFTER);
      }
    }
  }

  /** Waits for what it must have caused, and tells that it is over. */
  void awaitEffect() throws InterruptedException {
    try {
      if (injected) {
        seen += planned.fault().awaitEffect(system);
      }
    } finally {
      chronicle.note(Happening.HEAL, planned, Map.of("seen", seen));
    }
  }
}
