package dev.ensemble.local.cli;

import picocli.CommandLine;

/** What the command ends with. */
final class ExitCode {
  /** Everything that was asked for was done, and every invariant holds. */
  static final int ALL_HOLDS = 0;

  /** An invariant is violated, or a kind of order that was planned was never seen. */
  static final int VIOLATED = 1;

  static final int USAGE = CommandLine.ExitCode.USAGE;

  /** It did not start, or a process kept ending: a sentence on standard error says why. */
  static final int REFUSED = 3;

  /** Something that should not happen, with a stack trace in the launcher's log. */
  static final int UNEXPECTED = 4;

  private static final int SIGNALS_FROM = 128;

  private ExitCode() {}

  /** Ended by a signal, as shells count: 130 after Ctrl-C, 143 after SIGTERM. */
  static int signal(int number) {
    return SIGNALS_FROM + number;
  }
}
