package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.stack.Supervised;
import dev.ensemble.testkit.faults.Signal;
import java.util.List;

/** Two of three brokers are killed and stay down: nobody can write until one is back. */
public final class BrokersDown implements Fault {
  private final List<String> brokers;
  private int startsBefore;

  public BrokersDown(List<String> brokers) {
    this.brokers = List.copyOf(brokers);
  }

  @Override
  public List<String> targets() {
    return brokers;
  }

  @Override
  public long inject(SystemUnderTest system) {
    startsBefore = starts(system);
    for (String broker : brokers) {
      Supervised supervised = system.process(broker);
      supervised.hold();
      Signal.KILL.to(supervised.pid());
    }
    return 0;
  }

  @Override
  public long heal(SystemUnderTest system) throws InterruptedException {
    brokers.forEach(broker -> system.process(broker).release());
    Patience.until(Patience.BACK_WITHIN, () -> starts(system) >= startsBefore + brokers.size());
    return (long) starts(system) - startsBefore;
  }

  private int starts(SystemUnderTest system) {
    return brokers.stream().mapToInt(broker -> system.process(broker).starts()).sum();
  }

  @Override
  public String toString() {
    return "kill -9 " + String.join(" and ", brokers) + ", and they stay down";
  }
}
