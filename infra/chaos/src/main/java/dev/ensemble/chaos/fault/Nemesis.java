package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.system.SystemUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Carries a schedule out: a thread per lane, each with one fault at a time. What a fault must have
 * caused is waited for beside the lanes, so that their times stay those of the schedule.
 */
public final class Nemesis {
  private final SystemUnderTest system;
  private final History history;
  private final Consumer<String> narrator;
  private final Limits limits;
  private final Targets targets = new Targets();
  private final Queue<Thread> aftermaths = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  /**
   * How long is waited for what. On a machine that is slower than the plan, faults come late rather
   * than not at all.
   *
   * @param late a fault that would begin later than that is left out
   * @param injected for its targets to be free, and once more until it works: they are restarting
   * @param hit one that has met nothing yet lasts that much longer
   * @param healed what cannot be healed by then is a bug
   */
  record Limits(Duration late, Duration injected, Duration hit, Duration healed) {
    static final Limits USUAL =
        new Limits(
            Duration.ofMinutes(3),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(90));
  }

  public Nemesis(SystemUnderTest system, History history, Consumer<String> narrator) {
    this(system, history, narrator, Limits.USUAL);
  }

  Nemesis(SystemUnderTest system, History history, Consumer<String> narrator, Limits limits) {
    this.system = system;
    this.history = history;
    this.narrator = narrator;
    this.limits = limits;
  }

  /**
   * Returns when every fault has been healed and its effect was seen or waited for, also where it
   * is interrupted: then what has begun is healed at once.
   *
   * @param whenHealed told when the last one is healed, before effects are waited for
   * @throws IllegalStateException where one could not be healed, or carried out for another reason
   *     than the system's; everything that can be is healed by then
   */
  public void carryOut(List<Planned> schedule, Runnable whenHealed) throws InterruptedException {
    long begin = System.nanoTime();
    Map<Integer, List<Planned>> lanes =
        schedule.stream()
            .collect(Collectors.groupingBy(Planned::lane, TreeMap::new, Collectors.toList()));
    boolean interrupted;
    try {
      interrupted =
          join(lanes.values().stream().map(lane -> start(() -> lane(lane, begin))).toList());
      whenHealed.run();
      List<Thread> waiting = List.copyOf(aftermaths);
      if (interrupted) {
        waiting.forEach(Thread::interrupt);
      }
      interrupted |= join(waiting);
    } finally {
      mendAll();
    }
    Throwable first = failures.peek();
    if (first != null) {
      throw new IllegalStateException(failures.size() + " faults could not be ended", first);
    }
    if (interrupted) {
      throw new InterruptedException("interrupted while things went wrong");
    }
  }

  /** Each fault has been healed by itself; what it has left all the same is told as a bug. */
  private void mendAll() {
    system.links().mendAll();
    system
        .processes()
        .forEach(
            (name, process) -> {
              if (Processes.letGo(process) > 0) {
                failures.add(new IllegalStateException(name + " was left standing still"));
              }
            });
  }

  private Thread start(Body body) {
    return Thread.ofVirtual()
        .name("nemesis")
        .start(
            () -> {
              try {
                body.run();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              } catch (Throwable bug) {
                failures.add(bug);
              }
            });
  }

  /** Waits for all of them; on an interrupt they are told, and come to their ends first. */
  private static boolean join(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          threads.forEach(Thread::interrupt);
        }
      }
    }
    return interrupted;
  }

  private void lane(List<Planned> lane, long begin) throws InterruptedException {
    for (Planned planned : lane) {
      long due = begin + planned.at().toNanos();
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      Bout bout = new Bout(planned, system, limits, this::note);
      if (System.nanoTime() - due > limits.late().toNanos()) {
        bout.miss("late by more than " + limits.late());
      } else if (!targets.take(planned.fault().targets(), limits.injected())) {
        bout.miss("late: another one is still at " + planned.fault().targets());
      } else {
        fight(bout);
      }
    }
  }

  /** What could not be healed has no aftermath: its targets stay taken, and its end is not told. */
  private void fight(Bout bout) throws InterruptedException {
    try {
      bout.fight();
    } catch (InterruptedException healedAlready) {
      aftermaths.add(start(() -> aftermath(bout)));
      throw healedAlready;
    }
    aftermaths.add(start(() -> aftermath(bout)));
  }

  private void aftermath(Bout bout) throws InterruptedException {
    try {
      bout.awaitEffect();
    } finally {
      targets.free(bout.planned().fault().targets());
    }
  }

  private void note(Happening what, Planned planned, Map<String, ?> more) {
    Map<String, Object> details = new TreeMap<>(more);
    details.put("fault", planned.number());
    details.put("kind", planned.kind().word());
    details.put("words", planned.fault().toString());
    history.note(what, details);
    if (what == Happening.INJECT) {
      narrator.accept("✗ " + planned.fault());
    } else if (what == Happening.MISSED) {
      narrator.accept("  missed: %s: %s".formatted(planned.fault(), more.get("why")));
    } else if (what == Happening.HEAL) {
      narrator.accept("✓ %s (%s)".formatted(planned.fault(), more.get("seen")));
    }
  }

  private interface Body {
    void run() throws InterruptedException;
  }
}
