package dev.ensemble.relay;

import org.jspecify.annotations.Nullable;

/**
 * Which of the quarantined rows are asked for.
 *
 * @param from how many are passed over
 */
record Page(int from, int rows) {
  // What a person looks at in one go, and what an answer may grow to.
  private static final int ROWS = 100;
  private static final int ROWS_MAX = 1_000;

  /** What makes no sense is taken for the nearest that does. */
  static Page of(@Nullable Integer from, @Nullable Integer rows) {
    return new Page(
        from == null ? 0 : Math.max(0, from), rows == null ? ROWS : Math.clamp(rows, 1, ROWS_MAX));
  }
}
