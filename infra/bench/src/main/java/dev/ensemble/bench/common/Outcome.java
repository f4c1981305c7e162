package dev.ensemble.bench.common;

import java.util.List;

/**
 * One promise as it came out.
 *
 * @param line for the terminal
 */
public record Outcome(boolean held, String line) {
  /** What was left out is what promises compare with. */
  public static final int NOT_JUDGED = 4;

  /** What was not judged does not hold for that. */
  public static int exitCode(List<Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return NOT_JUDGED;
    }
    return outcomes.stream().allMatch(Outcome::held) ? 0 : 1;
  }
}
