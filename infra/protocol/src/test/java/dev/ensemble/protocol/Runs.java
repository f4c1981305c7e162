package dev.ensemble.protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The models of this module, each run once however many tests ask. */
final class Runs {

  /** Whether the long ones run, too: those that somebody has seen end. */
  static final boolean LONG = "long".equals(System.getProperty("ensemble.drills"));

  static final Path MODULES = Path.of("src", "main", "tla");

  private static final Tlc TLC = new Tlc(MODULES, Path.of("target", "tlc"));
  private static final Map<String, Run> RUNS = new HashMap<>();

  private Runs() {}

  static List<Model> models() {
    return Model.in(MODULES).stream()
        .filter(model -> !model.isLong() || (LONG && model.states().isPresent()))
        .toList();
  }

  static synchronized Run of(Model model) throws IOException, InterruptedException {
    Run run = RUNS.get(model.name());
    if (run == null) {
      run = TLC.run(model);
      RUNS.put(model.name(), run);
    }
    return run;
  }
}
