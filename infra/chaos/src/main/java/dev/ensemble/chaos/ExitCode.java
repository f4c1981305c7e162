package dev.ensemble.chaos;

import dev.ensemble.chaos.check.Judgement;
import picocli.CommandLine;

/** What the commands end with. */
final class ExitCode {
  static final int HOLDS = 0;
  static final int VIOLATED = 1;
  static final int USAGE = CommandLine.ExitCode.USAGE;
  static final int REFUSED = 3;
  static final int UNEXPECTED = 4;

  /** Everything held, but too little went wrong to prove anything. */
  static final int NO_PROOF = 5;

  private ExitCode() {}

  static int of(Judgement judgement) {
    if (judgement.isViolated()) {
      return VIOLATED;
    }
    return judgement.isNoProof() ? NO_PROOF : HOLDS;
  }
}
