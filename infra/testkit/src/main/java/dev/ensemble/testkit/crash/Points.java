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

  /** SOME, unless the build was asked for all. */
  public static Points someUnlessAsked() {
    return "all".equals(System.getProperty(PROPERTY)) ? ALL : SOME;
  }

  List<CrashPoint> among(List<String> statements) {
    int commit = commitAmong(statements);
    List<CrashPoint> all = new ArrayList<>();
    for (int i = 0; i <= commit; i++) {
      all.add(new CrashPoint.Before(i + 1, statements.get(i)));
    }
    all.add(new CrashPoint.Committed(commit + 1));
    all.add(new CrashPoint.Answered());
    return switch (this) {
      case ALL -> all;
      case SOME ->
          List.of(all.getFirst(), all.get((commit + 1) / 2), all.get(commit), all.get(commit + 1));
    };
  }

  /** The last statement: a call that goes on after it would have two transactions. */
  static int commitAmong(List<String> statements) {
    int last = statements.size() - 1;
    if (last < 1 || !statements.get(last).equalsIgnoreCase("COMMIT")) {
      throw new IllegalArgumentException("not one transaction that ends the call: " + statements);
    }
    if (statements.indexOf(statements.get(last)) != last) {
      throw new IllegalArgumentException("more than one transaction: " + statements);
    }
    return last;
  }
}
