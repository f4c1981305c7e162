package dev.ensemble.testkit.crash;

import java.util.ArrayList;
import java.util.List;

/** How many of the points of a call a drill visits. */
public enum Points {
  /** Before each statement, after the commit, and after the answer. */
  ALL,

  /** Before the first statement, one in the middle and the commit, and after the commit. */
  SOME;

  /** Set to {@code all}, it makes ALL of what a test would take as SOME. */
  private static final String PROPERTY = "ensemble.crash";

  static final String COMMIT = "COMMIT";

  /** SOME, unless the build was asked for all. */
  public static Points someUnlessAsked() {
    return "all".equals(System.getProperty(PROPERTY)) ? ALL : SOME;
  }

  List<CrashPoint> among(List<String> statements) {
    int commit = statements.indexOf(COMMIT);
    if (commit < 0) {
      throw new IllegalArgumentException("The call committed nothing: " + statements);
    }
    List<CrashPoint> all = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      all.add(new CrashPoint.Before(i + 1, statements.get(i), i > commit));
    }
    CrashPoint committed = new CrashPoint.Committed(commit + 1);
    all.add(committed);
    all.add(new CrashPoint.Answered());
    return switch (this) {
      case ALL -> all;
      case SOME -> List.of(all.getFirst(), all.get((commit + 1) / 2), all.get(commit), committed);
    };
  }
}
