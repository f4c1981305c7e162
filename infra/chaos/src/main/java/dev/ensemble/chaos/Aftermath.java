package dev.ensemble.chaos;

import dev.ensemble.chaos.check.Checker;
import dev.ensemble.chaos.check.Judgement;
import dev.ensemble.chaos.load.Customers;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.invariants.Invariants;
import dev.ensemble.local.stack.Supervised;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is found when nothing goes wrong any more. A system that does not come back is the worst
 * that can be found, and no failure of whoever looks.
 */
final class Aftermath {
  private static final Logger log = LoggerFactory.getLogger(Aftermath.class);

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final SystemUnderTest system;
  private final List<Finding> found = new ArrayList<>();

  Aftermath(SystemUnderTest system) {
    this.system = system;
  }

  /** Every process that was ever started is there again, and ready. */
  void awaitReady(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!notReady().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(LOOK_EVERY);
    }
    List<String> missing = notReady();
    add(
        "every process is ready again after the last fault",
        system.processes().size() + " processes",
        missing.stream().map(name -> name + ": not after " + patience).toList());
  }

  private List<String> notReady() {
    return system.processes().values().stream()
        .filter(one -> !one.ready())
        .map(Supervised::name)
        .toList();
  }

  /** The last customer has gone, and of every call it is known what became of it. */
  void awaitCalls(Customers customers) throws InterruptedException {
    boolean gone = customers.awaitLast();
    int left = customers.settle();
    List<String> offenders = new ArrayList<>();
    if (!gone) {
      offenders.add("customers are still waiting");
    }
    if (left > 0) {
      offenders.add(left + " calls are still not answered");
    }
    add(
        "every call is answered once nothing is wrong any more",
        customers.came() + " customers",
        offenders);
  }

  /** Nothing moves any more. */
  void awaitQuiet(Duration patience, Consumer<String> progress) throws InterruptedException {
    try {
      found.add(new Invariants(system.evidence()).awaitQuiet(patience, progress));
    } catch (RuntimeException unanswered) {
      log.error("not quiet", unanswered);
      add(
          "all is quiet: nothing is open, unpublished or unconsumed",
          "nobody can say",
          List.of(unanswered.toString()));
    }
  }

  private void add(String invariant, String figures, List<String> offenders) {
    found.add(new Finding(invariant, offenders.isEmpty(), figures, offenders));
  }

  /** So far. */
  List<Finding> found() {
    return List.copyOf(found);
  }

  /** The checker's judgement; of a system that is down, what is found so far is all of it. */
  Judgement judge(Path folder) {
    List<String> silent = new Vitals(system).silent();
    add(
        "PostgreSQL and the brokers answer once nothing is wrong any more",
        "asked past all faults",
        silent);
    return silent.isEmpty()
        ? Checker.judge(folder, system.evidence(), found)
        : new Judgement(found, List.of(), List.of());
  }
}
