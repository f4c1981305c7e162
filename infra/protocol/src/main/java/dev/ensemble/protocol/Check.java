package dev.ensemble.protocol;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command {@code check}: runs models and prints what TLC makes of them. */
final class Check {
  private static final int AS_EXPECTED = 0;
  private static final int NOT_AS_EXPECTED = 1;
  private static final int MISUSED = 2;

  private final Path modules;
  private final Path target;
  private final PrintStream out;
  private final PrintStream err;

  Check(Path modules, Path target, PrintStream out, PrintStream err) {
    this.modules = modules;
    this.target = target;
    this.out = out;
    this.err = err;
  }

  /**
   * Ends with 0 where every model came to what it says, else with 1; with 2 for what is unclear.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path module = Path.of(System.getProperty("ensemble.protocol", "."));
    Check check =
        new Check(
            module.resolve("src/main/tla"), module.resolve("target/tlc"), System.out, System.err);
    System.exit(check.run(args));
  }

  int run(String... args) throws IOException, InterruptedException {
    List<Model> models = Model.in(modules);
    List<String> words = Arrays.asList(args);
    if (words.contains("--list")) {
      models.forEach(
          model ->
              out.printf(
                  "%-40s %s%s%n     %s%n",
                  model.name(),
                  model.expectation(),
                  model.isLong() ? " (long)" : "",
                  model.sentence()));
      return AS_EXPECTED;
    }
    List<Model> chosen = new ArrayList<>();
    for (String word : words) {
      List<Model> meant = models.stream().filter(model -> isMeant(word, model)).toList();
      if (meant.isEmpty()) {
        err.printf("There is no model '%s' (--list tells which there are)%n", word);
        return MISUSED;
      }
      chosen.addAll(meant);
    }
    if (words.isEmpty()) {
      chosen.addAll(models.stream().filter(model -> !model.isLong()).toList());
    }
    return runAll(chosen);
  }

  /** A model by its name, or all of a module that are not long. */
  private static boolean isMeant(String word, Model model) {
    return word.equals(model.name())
        || (word.equals("--long") && model.isLong())
        || (word.equals(model.module()) && !model.isLong());
  }

  private int runAll(List<Model> models) throws IOException, InterruptedException {
    Tlc tlc = new Tlc(modules, target);
    boolean isAsExpected = true;
    for (Model model : models) {
      Run run = tlc.run(model);
      out.println(run.line());
      // Of many, only what nobody expected; of one, what somebody wants to read.
      if (!run.isAsExpected() || models.size() == 1) {
        run.story().forEach(out::println);
      }
      if (run.verdict() == Verdict.NO_ANSWER) {
        run.output().forEach(err::println);
      }
      isAsExpected &= run.isAsExpected();
    }
    return isAsExpected ? AS_EXPECTED : NOT_AS_EXPECTED;
  }
}
