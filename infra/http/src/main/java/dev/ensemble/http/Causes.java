package dev.ensemble.http;

import java.util.Optional;
import java.util.function.Function;

/** A failure and what lies below it: each layer wraps what the layer under it threw. */
final class Causes {
  /** A chain of causes may be a ring, and none that says something is this long. */
  private static final int DEPTH_MAX = 20;

  private Causes() {}

  /** The first answer from the outside inwards. */
  static <T> Optional<T> first(Throwable failure, Function<Throwable, Optional<T>> question) {
    Throwable next = failure;
    for (int depth = 0; next != null && depth < DEPTH_MAX; depth++) {
      Optional<T> answer = question.apply(next);
      if (answer.isPresent()) {
        return answer;
      }
      next = next.getCause();
    }
    return Optional.empty();
  }

  static <T extends Throwable> Optional<T> first(Throwable failure, Class<T> type) {
    return first(
        failure,
        cause -> type.isInstance(cause) ? Optional.of(type.cast(cause)) : Optional.empty());
  }

  static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; depth < DEPTH_MAX; depth++) {
      Throwable cause = root.getCause();
      if (cause == null) {
        return root;
      }
      root = cause;
    }
    return root;
  }
}
