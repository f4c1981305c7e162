package dev.ensemble.chaos;

import dev.ensemble.chaos.check.Checker;
import dev.ensemble.chaos.check.Judgement;
import dev.ensemble.chaos.fault.FaultKind;
import dev.ensemble.chaos.fault.Nemesis;
import dev.ensemble.chaos.fault.Planned;
import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.load.Customers;
import dev.ensemble.chaos.load.Sampler;
import dev.ensemble.chaos.system.Delivery;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.invariants.Invariants;
import dev.ensemble.local.players.Plan;
import dev.ensemble.local.players.Shelves;
import dev.ensemble.local.players.Shop;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Stack;
import dev.ensemble.local.stack.Supervised;
import dev.ensemble.local.stack.Variant;
import dev.ensemble.testkit.faults.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.util.FileSystemUtils;

/**
 * One system, small and real, that is led through the same twice: as the build made it, and then
 * with a defence taken out of some of its programs, which are killed and started again for that.
 */
final class Laboratory implements AutoCloseable {
  private static final double ORDERS_PER_SECOND = 6;

  /** So many are acknowledged before anything goes wrong. */
  private static final int ORDERS_FIRST = 4;

  /** So many customers come in all, at least. */
  private static final int ORDERS = 24;

  /** Of all customers that may come: as many plans are looked through for their names. */
  private static final int PLANS_MAX = 60;

  private static final Duration ORDERS_WITHIN = Duration.ofSeconds(30);
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);

  /** With the deadline of the orders in it. */
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(30);

  /** What is lost for good does not come to rest at all, and is not waited for. */
  private static final Duration QUIET_WITHOUT_WITHIN = Duration.ofSeconds(15);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Experiment experiment;
  private final Surroundings surroundings;
  private final Path house;
  private final Path folder;
  private final Path classes;
  private final History history;
  private final SystemUnderTest system;
  private final Thread hook = new Thread(this::kill);
  private long seed;
  private boolean isMutated;

  Laboratory(Experiment experiment, Surroundings surroundings, Path house, Path folder)
      throws IOException {
    // An earlier mutant would stand in front of what is to be as it should be.
    boolean unused = FileSystemUtils.deleteRecursively(folder.resolve("mutant"));
    this.experiment = experiment;
    this.surroundings = surroundings;
    this.house = house;
    this.folder = folder;
    this.classes = folder.resolve("mutant");
    this.history = History.in(folder);
    this.system =
        SystemUnderTest.over(
            house,
            folder.resolve("system"),
            new SystemUnderTest.Manner(
                SystemUnderTest.Size.SMALL, this::started, Delivery.TRANSACTIONAL, true),
            new SystemUnderTest.Story(Laboratory::say, new ProcessHistory(history)));
    // Whoever ends this JVM ends none of the processes that it has started.
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void kill() {
    system.kill();
  }

  private Variant started(Program program, Map<String, String> told) {
    Map<String, String> settings = new HashMap<>(told);
    settings.putAll(surroundings.settings(program));
    if (program == Program.ORDER) {
      settings.put("ORDER_DEADLINE", experiment.deadline().toString());
    }
    return experiment.mutation().started(classes).of(program, settings);
  }

  void start() throws InterruptedException, IOException {
    history.note(
        Happening.RUN,
        Map.of(
            "seed", 0,
            "length-millis", 0,
            "kinds", experiment.faults().stream().map(Planned::kind).map(FaultKind::word).toList(),
            "mutation", experiment.mutation().word(),
            "delivery", delivery()));
    system.start();
    Stack stack = system.stack();
    Shelves.stock(
        new Shop(
            stack.url(Program.ORDER), stack.url(Program.PAYMENT), stack.url(Program.INVENTORY)));
    Set<String> customers = new HashSet<>();
    LongStream.of(1, 2)
        .forEach(
            each -> plans(each).limit(PLANS_MAX).forEach(plan -> customers.add(plan.customer())));
    surroundings.prepare(system, customers);
  }

  private String delivery() {
    return experiment
        .mutation()
        .settings(Program.RELAY)
        .getOrDefault("RELAY_DELIVERY", "transactional");
  }

  private Stream<Plan> plans(long ofSeed) {
    return Plan.from(ofSeed).filter(experiment::wants);
  }

  /** Customers come, what is to go wrong does, all comes to rest and is judged. */
  Judgement hold() throws InterruptedException, IOException {
    seed++;
    List<Finding> atRest = new ArrayList<>();
    try (Customers customers = new Customers(system, history)) {
      Sampler sampler = Sampler.start(system, history, customers, sample -> {});
      try {
        surroundings.disturb();
        disturb(customers);
        await(READY_WITHIN, this::isReady);
        history.note(Happening.HEALED, Map.of("starting-millis", 0));
        customers.awaitLast();
        customers.settle();
        atRest.add(awaitQuiet());
        atRest.addAll(surroundings.look(system.evidence()));
      } finally {
        sampler.close();
      }
      history.note(Happening.END, Map.of("came", customers.came()));
    }
    return Checker.judge(folder, system.evidence(), atRest);
  }

  private void disturb(Customers customers) throws InterruptedException {
    Thread coming =
        Thread.ofVirtual()
            .name("customers")
            .start(
                () -> {
                  try {
                    customers.come(plans(seed), ORDERS_PER_SECOND);
                  } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                  }
                });
    await(ORDERS_WITHIN, () -> customers.acknowledged() >= ORDERS_FIRST);
    if (!experiment.isWhenQuiet()) {
      goWrong();
    }
    await(ORDERS_WITHIN, () -> customers.came() >= ORDERS);
    customers.stopComing();
    coming.join();
    if (experiment.isWhenQuiet()) {
      customers.awaitLast();
      Finding unused = awaitQuiet();
      goWrong();
    }
  }

  private void goWrong() throws InterruptedException {
    new Nemesis(system, history, Laboratory::say).carryOut(experiment.faults(), () -> {});
  }

  private Finding awaitQuiet() throws InterruptedException {
    return new Invariants(system.evidence())
        .awaitQuiet(isMutated ? QUIET_WITHOUT_WITHIN : QUIET_WITHIN, Laboratory::say);
  }

  private boolean isReady() {
    return system.processes().values().stream().allMatch(Supervised::ready);
  }

  /** From here on the defence is gone. */
  void mutate() {
    isMutated = true;
    experiment.mutation().write(house, classes);
    Map<Supervised, Integer> before = new HashMap<>();
    for (Program program : experiment.mutation().programs()) {
      Supervised process = system.process(system.name(program, 1));
      before.put(process, process.starts());
      Signal.KILL.to(process.pid());
    }
    boolean isBack =
        await(
            READY_WITHIN,
            () ->
                before.entrySet().stream()
                    .allMatch(
                        one -> one.getKey().starts() > one.getValue() && one.getKey().ready()));
    if (!isBack) {
      throw new IllegalStateException("the mutants do not start");
    }
  }

  private static boolean await(Duration atMost, Callable<Boolean> condition) {
    try {
      Awaitility.await().atMost(atMost).pollInterval(LOOK_EVERY).until(condition);
      return true;
    } catch (ConditionTimeoutException late) {
      return false;
    }
  }

  private static void say(String line) {
    System.out.println("[mutation] " + line);
  }

  /** At once: nothing more is asked of it. */
  @Override
  public void close() {
    kill();
    system.close();
    history.close();
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
