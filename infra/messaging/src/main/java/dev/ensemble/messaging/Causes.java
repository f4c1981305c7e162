package dev.ensemble.messaging;

import java.util.function.Predicate;

/** A failure and what lies below it: each layer wraps what the layer under it threw. */
final class Causes {

  /** Deep enough for every wrapper seen; a chain of causes may be endless by mistake. */
  private static final int DEPTH_MAX = 30;

  private Causes() {}

  /** Whether the failure itself or anything below it is so. */
  static boolean any(Throwable failure, Predicate<Throwable> holds) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEPTH_MAX; depth++) {
      if (holds.test(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
