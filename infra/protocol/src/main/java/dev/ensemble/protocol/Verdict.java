package dev.ensemble.protocol;

/**
 * What TLC says with its exit code. Its text is for people, and has other words in other versions.
 */
enum Verdict {
  HOLDS("all of it holds"),
  SAFETY_VIOLATED("an invariant, or the refinement, is violated"),
  LIVENESS_VIOLATED("something never comes to its end"),
  NO_ANSWER("TLC gave no answer");

  // Of tlc2.output.EC.ExitStatus.
  private static final int SUCCESS = 0;
  private static final int VIOLATION_SAFETY = 12;
  private static final int VIOLATION_LIVENESS = 13;

  private final String sentence;

  Verdict(String sentence) {
    this.sentence = sentence;
  }

  static Verdict of(int exitCode) {
    if (exitCode == SUCCESS) {
      return HOLDS;
    }
    if (exitCode == VIOLATION_SAFETY) {
      return SAFETY_VIOLATED;
    }
    return exitCode == VIOLATION_LIVENESS ? LIVENESS_VIOLATED : NO_ANSWER;
  }

  boolean isViolation() {
    return this == SAFETY_VIOLATED || this == LIVENESS_VIOLATED;
  }

  String sentence() {
    return sentence;
  }
}
