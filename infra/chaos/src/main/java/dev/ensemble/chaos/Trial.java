package dev.ensemble.chaos;

import dev.ensemble.chaos.check.Found;
import dev.ensemble.chaos.check.Judgement;
import dev.ensemble.chaos.fault.Nemesis;
import dev.ensemble.chaos.fault.Planned;
import dev.ensemble.chaos.fault.Schedule;
import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.load.Customers;
import dev.ensemble.chaos.load.Sampler;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.players.Plan;
import dev.ensemble.local.players.Shelves;
import dev.ensemble.local.players.Shop;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One run from its start to its judgement: customers come while things go wrong. */
public final class Trial {
  /** What a supervisor grants a program to become ready, which on a busy machine takes a minute. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  /** Past the 60 s within which every order must have ended, so that it is seen which have not. */
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(90);

  /** Of these orders each program has done its part. */
  private static final long ENDED_FIRST = 5;

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final Terms terms;
  private final Watcher watcher;

  /** Who watches. */
  public interface Watcher {
    /** One line, for a person. */
    void say(String line);

    /** How many of each there are now, every second. */
    void sample(Sampler.Sample sample);
  }

  public Trial(Terms terms, Watcher watcher) {
    this.terms = terms;
    this.watcher = watcher;
  }

  /** Starts the system, tries it, judges it and ends it. */
  public Judgement hold() throws InterruptedException {
    try (History history = History.in(terms.folder())) {
      ProcessHistory processes = new ProcessHistory(history);
      try (SystemUnderTest system =
          SystemUnderTest.over(
              terms.house(),
              terms.data(),
              terms.manner(),
              new SystemUnderTest.Story(line -> watcher.say("  ·" + line), processes))) {
        // Ctrl-C ends this JVM and none of the processes that it has started.
        Thread hook = new Thread(system::kill);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
          history.note(Happening.RUN, Circumstances.of(terms));
          system.start();
          processes.allAreReady();
          return hold(system, history);
        } finally {
          // It is judged: an orderly end would only take its time.
          system.kill();
          forget(hook);
        }
      }
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // It runs already.
    }
  }

  private Judgement hold(SystemUnderTest system, History history) throws InterruptedException {
    Stack stack = system.stack();
    Shelves.stock(
        new Shop(
            stack.url(Program.ORDER), stack.url(Program.PAYMENT), stack.url(Program.INVENTORY)));
    Aftermath aftermath = new Aftermath(system);
    try (Customers customers = new Customers(system, history)) {
      Sampler sampler = Sampler.start(system, history, customers, watcher::sample);
      try {
        disturb(system, history, customers, sampler);
        long healed = System.nanoTime();
        aftermath.awaitReady(READY_WITHIN);
        long startingMillis = (System.nanoTime() - healed) / 1_000_000;
        history.note(Happening.HEALED, Map.of("starting-millis", startingMillis));
        watcher.say("every fault is healed; it took %d ms to be ready".formatted(startingMillis));
        aftermath.awaitCalls(customers);
        aftermath.awaitQuiet(QUIET_WITHIN, watcher::say);
      } finally {
        sampler.close();
      }
      aftermath.found().forEach(finding -> Found.note(history, finding));
      history.note(Happening.END, Map.of("came", customers.came()));
    }
    return aftermath.judge(terms.folder());
  }

  private void disturb(
      SystemUnderTest system, History history, Customers customers, Sampler sampler)
      throws InterruptedException {
    List<Planned> schedule =
        Schedule.of(terms.seed(), terms.length(), terms.faultsAtOnceMax(), terms.kinds());
    Thread coming =
        Thread.ofVirtual()
            .name("customers")
            .start(
                () -> {
                  try {
                    customers.come(Plan.from(terms.seed()), terms.ordersPerSecond());
                  } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                  }
                });
    awaitFirstEnds(sampler);
    new Nemesis(system, history, watcher::say).carryOut(schedule, customers::stopComing);
    customers.stopComing();
    coming.join();
  }

  /** What has not begun cannot be disturbed: a group that has read nothing cannot be set back. */
  private static void awaitFirstEnds(Sampler sampler) throws InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (sampler.ended() < ENDED_FIRST && System.nanoTime() < deadline) {
      Thread.sleep(LOOK_EVERY);
    }
  }
}
