package dev.ensemble.testkit.inbox;

import java.io.Serial;

/** Thrown on purpose, so that whoever reads a test's log looks no further. */
public final class DrillException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  DrillException(FailurePoint point) {
    super("a drill failed this on purpose at " + point);
  }
}
