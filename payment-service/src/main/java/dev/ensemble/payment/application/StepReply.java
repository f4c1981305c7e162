package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.StepAnswer;
import dev.ensemble.payment.domain.StepRefusal;
import java.time.Duration;
import java.util.Optional;

/** What whoever sent a command is told; each door says it in its own words. */
public sealed interface StepReply {

  /** What there is to know beside the answer. */
  enum Note {
    CACHED_RESULT,
    ALREADY_REFUNDED,
    NOTHING_CHARGED
  }

  /**
   * The command is carried out, and its effects are committed.
   *
   * @param repeated it was carried out before, and this is the answer of then
   */
  record Done(StepAnswer answer, boolean repeated) implements StepReply {
    public Optional<Note> note() {
      return switch (answer) {
        case StepAnswer.Charged charged -> ifRepeated(Note.CACHED_RESULT);
        case StepAnswer.Refunded refunded -> ifRepeated(Note.ALREADY_REFUNDED);
        case StepAnswer.NothingCharged nothing ->
            Optional.of(repeated ? Note.ALREADY_REFUNDED : Note.NOTHING_CHARGED);
      };
    }

    private Optional<Note> ifRepeated(Note note) {
      return repeated ? Optional.of(note) : Optional.empty();
    }
  }

  /** The command is not carried out, and nothing has changed. */
  record Refused(StepRefusal reason) implements StepReply {}

  /** Another is carrying it out at this moment; nothing happened here. */
  record Running(Duration retryAfter) implements StepReply {}

  /** Steps are charged to the ledger's balances; where a provider charges, there are none. */
  record NotOffered() implements StepReply {}
}
