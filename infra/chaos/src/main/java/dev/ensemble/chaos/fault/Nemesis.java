package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.system.SystemUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Carries a schedule out: a thread per lane, each with one fault at a time. */
public final class Nemesis {
  /** A fault whose healing fails is healed again; what cannot be healed in this time is a bug. */
  private static final Duration HEALED_WITHIN = Duration.ofSeconds(90);

  private static final Duration HEAL_AGAIN_AFTER = Duration.ofMillis(200);

  private final SystemUnderTest system;
  private final History history;
  private final Consumer<String> narrator;

  public Nemesis(SystemUnderTest system, History history, Consumer<String> narrator) {
    this.system = system;
    this.history = history;
    this.narrator = narrator;
  }

  /** Returns when every fault has been healed, also where it is interrupted. */
  public void carryOut(List<Planned> schedule) throws InterruptedException {
    long begin = System.nanoTime();
    Map<Integer, List<Planned>> lanes =
        schedule.stream()
            .collect(Collectors.groupingBy(Planned::lane, TreeMap::new, Collectors.toList()));
    CountDownLatch running = new CountDownLatch(lanes.size());
    List<Thread> threads =
        lanes.values().stream()
            .map(
                lane ->
                    Thread.ofVirtual()
                        .name("nemesis")
                        .start(
                            () -> {
                              try {
                                carryOut(lane, begin);
                              } finally {
                                running.countDown();
                              }
                            }))
            .toList();
    try {
      running.await();
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      throw e;
    } finally {
      system.links().mendAll();
    }
  }

  private void carryOut(List<Planned> lane, long begin) {
    try {
      for (Planned planned : lane) {
        sleepUntil(begin + planned.at().toNanos());
        carryOut(planned);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void carryOut(Planned planned) throws InterruptedException {
    long seen = 0;
    try {
      note(Happening.INJECT, planned, Map.of());
      narrator.accept("✗ " + planned.fault());
      seen = planned.fault().inject(system);
      Thread.sleep(planned.lasts());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      note(Happening.MISSED, planned, Map.of("why", e.toString()));
      narrator.accept("  missed: " + planned.fault() + ": " + e.getMessage());
    } finally {
      seen += heal(planned);
      note(Happening.HEAL, planned, Map.of("seen", seen));
      narrator.accept("✓ " + planned.fault() + " (" + seen + ")");
    }
  }

  private long heal(Planned planned) throws InterruptedException {
    long deadline = System.nanoTime() + HEALED_WITHIN.toNanos();
    while (true) {
      try {
        return planned.fault().heal(system);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("cannot be healed: " + planned.fault(), e);
        }
        Thread.sleep(HEAL_AGAIN_AFTER);
      }
    }
  }

  private void note(Happening what, Planned planned, Map<String, ?> more) {
    Map<String, Object> details = new TreeMap<>(more);
    details.put("fault", planned.number());
    details.put("kind", planned.kind().word());
    details.put("words", planned.fault().toString());
    history.note(what, details);
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }
}
