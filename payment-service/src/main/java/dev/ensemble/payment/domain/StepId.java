package dev.ensemble.payment.domain;

import java.util.regex.Pattern;

/** Which step of which saga. */
public record StepId(String sagaId, int step) {
  /** Far more steps than a saga has; a number that is none of this was something else. */
  public static final int STEP_MAX = 1_000_000;

  // With ":" and a step's number it still fits into an idempotency key.
  private static final Pattern SAGA_ID = Pattern.compile("[!-~]{1,128}");

  public StepId {
    if (!SAGA_ID.matcher(sagaId).matches()) {
      throw new IllegalArgumentException("saga_id has 1 to 128 visible ASCII characters");
    }
    if (step < 0 || step > STEP_MAX) {
      throw new IllegalArgumentException("step is a whole number from 0 to " + STEP_MAX);
    }
  }

  /** {@code saga_id:step}; the last colon parts them, so no two steps share a key. */
  public String key() {
    return sagaId + ":" + step;
  }

  @Override
  public String toString() {
    return key();
  }
}
