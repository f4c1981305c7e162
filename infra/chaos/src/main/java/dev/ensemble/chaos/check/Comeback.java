package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Line;
import dev.ensemble.local.invariants.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Whatever was made to go wrong was made good, and whoever was started is there in the end. */
final class Comeback implements Consumer<Line> {
  private final Map<Long, String> notHealed = new TreeMap<>();

  /** By process: what was told of it last, where that is not that it is ready. */
  private final Map<String, String> notReady = new TreeMap<>();

  private final Set<String> processes = new HashSet<>();
  private long injected;
  private boolean ended;

  @Override
  public void accept(Line line) {
    if (ended) {
      return; // What ends now is stopped on purpose.
    }
    if (line.what() == Happening.INJECT) {
      injected++;
      notHealed.put(line.number("fault"), line.text("words"));
    } else if (line.what() == Happening.HEAL) {
      notHealed.remove(line.number("fault"));
    } else if (line.what() == Happening.START) {
      processes.add(line.text("process"));
      notReady.put(line.text("process"), "was started and not ready any more");
    } else if (line.what() == Happening.READY) {
      notReady.remove(line.text("process"));
    } else if (line.what() == Happening.EXIT) {
      notReady.put(line.text("process"), "ended and was not started any more");
    } else if (line.what() == Happening.END) {
      ended = true;
    }
  }

  List<Finding> check() {
    List<String> harm = new ArrayList<>();
    notHealed.forEach((fault, words) -> harm.add("fault %d: %s".formatted(fault, words)));
    List<String> gone = new ArrayList<>();
    notReady.forEach((process, words) -> gone.add(process + ": " + words));
    return List.of(
        Finding.of("each fault was healed", injected + " faults", harm),
        Finding.of(
            "each process is up and ready in the end", processes.size() + " processes", gone));
  }
}
