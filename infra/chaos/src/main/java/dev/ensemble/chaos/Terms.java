package dev.ensemble.chaos;

import dev.ensemble.chaos.fault.FaultKind;
import dev.ensemble.chaos.system.Delivery;
import dev.ensemble.chaos.system.SystemUnderTest.Manner;
import dev.ensemble.chaos.system.SystemUnderTest.Mutants;
import dev.ensemble.chaos.system.SystemUnderTest.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a trial is held on. The same terms give the same plans of orders and of faults; what comes
 * of them is up to the machine.
 *
 * @param house the root of the source tree, where the built jars lie
 * @param folder for the history and the system's data; it is cleared
 * @param length for how long customers come and faults begin
 * @param ordersPerSecond how many customers come
 * @param faultsAtOnceMax how many faults there are at a time
 * @param kinds which faults there are
 * @param delivery how the relays publish
 * @param ordersLeast a run of fewer orders proves nothing
 * @param mutants programs that are not as they should be
 * @param mutation what is wrong with them, empty for nothing
 */
public record Terms(
    Path house,
    Path folder,
    long seed,
    Duration length,
    double ordersPerSecond,
    int faultsAtOnceMax,
    List<FaultKind> kinds,
    Delivery delivery,
    long ordersLeast,
    Mutants mutants,
    String mutation) {

  public Terms {
    kinds = List.copyOf(kinds);
  }

  /** From so many restarts on it pays to write down what a program has loaded. */
  private static final Duration LONG = Duration.ofMinutes(5);

  Manner manner() {
    return new Manner(Size.FULL, mutants, delivery, length.compareTo(LONG) >= 0);
  }

  /** Where the system keeps its data. */
  Path data() {
    return folder.resolve("system");
  }
}
