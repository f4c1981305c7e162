package dev.ensemble.idempotency;

import java.io.Serial;

/**
 * Thrown by an action that says no for good: what it wrote is undone, and the refusal is stored as
 * the call's answer, so that a retry is refused in the same words. It is an answer and no bug, so
 * it carries no stack trace.
 */
public final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  public Refusal(Answer answer) {
    super("refused with " + answer.status(), null, false, false);
    this.answer = answer;
  }

  /** What the caller is told, now and at each retry. */
  public Answer answer() {
    return answer;
  }
}
