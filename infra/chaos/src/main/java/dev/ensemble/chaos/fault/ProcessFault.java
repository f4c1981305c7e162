package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.stack.Life;
import dev.ensemble.local.stack.Supervised;
import dev.ensemble.testkit.faults.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One process, or several at once, are ended or stand still. */
public final class ProcessFault implements Fault {
  private final Deed deed;
  private final List<String> processes;
  private final Map<String, Life> hit = new LinkedHashMap<>();
  private final List<Supervised.Hold> holds = new ArrayList<>();

  /** What is done to them. */
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

  public ProcessFault(Deed deed, List<String> processes) {
    this.deed = deed;
    this.processes = List.copyOf(processes);
  }

  @Override
  public List<String> targets() {
    return processes;
  }

  @Override
  public long inject(SystemUnderTest system) {
    for (String name : processes) {
      if (!hit.containsKey(name)) {
        Supervised supervised = system.process(name);
        Life life = supervised.life();
        strike(supervised, life.process());
        hit.put(name, life);
      }
    }
    return 0;
  }

  private void strike(Supervised supervised, ProcessHandle process) {
    switch (deed) {
      case KILL -> Processes.kill(process);
      case KEEP_DOWN -> {
        holds.add(supervised.hold());
        Processes.kill(process);
      }
      case STOP -> Processes.signal(Signal.TERM, List.of(process));
      case FREEZE -> Processes.signal(Signal.STOP, List.of(process));
    }
  }

  /** Of those that were frozen, counts who stood still to the end. */
  @Override
  public long heal(SystemUnderTest system) throws InterruptedException {
    holds.forEach(Supervised.Hold::release);
    if (deed != Deed.FREEZE) {
      return 0;
    }
    List<ProcessHandle> frozen = hit.values().stream().map(Life::process).toList();
    long stood = Processes.standing(frozen);
    Processes.signal(Signal.CONT, frozen);
    return stood;
  }

  /** Of those that were ended, counts who was started again. */
  @Override
  public long awaitEffect(SystemUnderTest system) throws InterruptedException {
    if (deed == Deed.FREEZE) {
      return 0;
    }
    Patience.until(Patience.BACK_WITHIN, () -> startedAgain(system) == hit.size());
    return startedAgain(system);
  }

  private long startedAgain(SystemUnderTest system) {
    return hit.entrySet().stream()
        .filter(one -> system.process(one.getKey()).starts() > one.getValue().number())
        .count();
  }

  @Override
  public String toString() {
    String whom = String.join(" and ", processes);
    return switch (deed) {
      case KILL -> "kill -9 " + whom;
      case KEEP_DOWN ->
          "kill -9 %s, and %s down"
              .formatted(whom, processes.size() == 1 ? "it stays" : "they stay");
      case STOP -> "stop " + whom;
      case FREEZE -> "freeze " + whom;
    };
  }
}
