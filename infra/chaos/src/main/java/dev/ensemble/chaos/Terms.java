package dev.ensemble.chaos;

import dev.ensemble.chaos.fault.FaultKind;
import dev.ensemble.chaos.system.SystemUnderTest.Mutants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a trial is held on. The same terms give the same orders and the same faults at the same
 * times; what comes of them is up to the machine.
 *
 * @param house the root of the source tree, where the built jars lie
 * @param folder for the history and the system's data; it is cleared
 * @param length for how long customers come and faults begin
 * @param ordersPerSecond how many customers come
 * @param faultsAtOnceMax how many faults there are at a time
 * @param kinds which faults there are
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
    Mutants mutants,
    String mutation) {

  public Terms {
    kinds = List.copyOf(kinds);
  }

  /** Where the system keeps its data. */
  Path data() {
    return folder.resolve("system");
  }
}
