package dev.ensemble.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of TLC over a model.
 *
 * @param model what was run
 * @param verdict by TLC's exit code
 * @param took from the start of its process to the end
 * @param output all that it printed
 */
record Run(Model model, Verdict verdict, Duration took, List<String> output) {
  private static final Pattern COUNTS =
      Pattern.compile("^(\\d+) states generated, (\\d+) distinct states found, .*");
  private static final Pattern DEPTH =
      Pattern.compile("^The depth of the complete state graph search is (\\d+)\\.");
  private static final Pattern REACHED = Pattern.compile("\"reached: ([^\"]*)\"");

  /** Whether it came to what the model says, and saw as many states and steps as it says. */
  boolean isAsExpected() {
    return model.violated().isPresent()
        ? verdict.isViolation()
        : verdict == Verdict.HOLDS && isOfItsSize();
  }

  private boolean isOfItsSize() {
    return model.states().orElse(states()) == states() && model.steps().orElse(steps()) == steps();
  }

  /** How many different states it has seen; 0 where it did not say. */
  long states() {
    return number(COUNTS, 2);
  }

  /** How many steps it has seen, with its beginnings; 0 where it did not say. */
  long steps() {
    return number(COUNTS, 1);
  }

  /** How many steps its longest shortest path has; 0 where it did not say. */
  long depth() {
    return number(DEPTH, 1);
  }

  // The last line counts: TLC tells of its progress in the same words.
  private long number(Pattern pattern, int group) {
    long last = 0;
    for (String line : output) {
      Matcher found = pattern.matcher(line);
      if (found.matches()) {
        last = Long.parseLong(found.group(group));
      }
    }
    return last;
  }

  /** The situations of the model's list that it was in. */
  Set<String> reached() {
    Set<String> reached = new TreeSet<>();
    output.forEach(
        line ->
            REACHED
                .matcher(line)
                .results()
                .map((MatchResult r) -> r.group(1))
                .forEach(reached::add));
    return reached;
  }

  /** The story that violates the property, a step per paragraph; empty where all holds. */
  List<String> story() {
    return Story.of(output);
  }

  /** One line of a table. */
  String line() {
    return "%-40s %-32s %,9d states  depth %3d  %6.1f s"
        .formatted(model.name(), verdictInWords(), states(), depth(), took.toMillis() / 1000.0);
  }

  private String verdictInWords() {
    if (isAsExpected()) {
      return model.expectation();
    }
    return verdict == Verdict.HOLDS && !isOfItsSize()
        ? "UNEXPECTED: %,d steps, and the model says %,d to %,d states"
            .formatted(steps(), model.steps().orElse(0), model.states().orElse(0))
        : "UNEXPECTED: " + verdict.sentence();
  }
}
