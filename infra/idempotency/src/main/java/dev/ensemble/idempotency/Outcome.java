package dev.ensemble.idempotency;

import java.time.Duration;

/** What became of a call that may come more than once. */
public sealed interface Outcome {

  /** It was executed now; effect and answer are committed. */
  record First(Answer answer) implements Outcome {}

  /** It was executed before; nothing happened now, and this is the answer of then. */
  record Replayed(Answer answer) implements Outcome {}

  /** It is being executed by someone else; nothing happened here. */
  record Running(Duration retryAfter) implements Outcome {}

  /** The key was used for another call; nothing happened, and the other's answer is not told. */
  record Mismatch() implements Outcome {}
}
