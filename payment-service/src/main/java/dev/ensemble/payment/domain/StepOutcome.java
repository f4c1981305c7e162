package dev.ensemble.payment.domain;

import java.time.Instant;
import java.util.List;

/** What becomes of a command to a saga's step; there is an answer in every state. */
public sealed interface StepOutcome {

  /** The step went on, and this money moves. */
  record Changed(SagaStep step, List<Transfer> transfers, StepAnswer answer, Instant at)
      implements StepOutcome {
    public Changed {
      transfers = List.copyOf(transfers);
    }
  }

  /** It was carried out before. */
  record Repeated(StepAnswer answer) implements StepOutcome {}

  /** The ledger says no to a charge; that is the answer to this command for good. */
  record Declined(StepRefusal reason) implements StepOutcome {}

  /** What the step is already does not go with the command. */
  record Refused(StepRefusal reason) implements StepOutcome {}
}
