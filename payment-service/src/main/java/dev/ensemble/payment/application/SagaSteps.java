package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.SagaStep;
import dev.ensemble.payment.domain.StepId;
import dev.ensemble.payment.domain.StepOutcome;
import java.util.Optional;
import java.util.UUID;

/** The one door to sagas' steps, which are kept for good. */
public interface SagaSteps {

  /** The step, locked until the transaction ends; empty where nothing was asked for yet. */
  Optional<SagaStep> find(StepId id);

  /** Whether a payment, of a step or of an order, bears this id. */
  boolean isPayment(UUID id);

  /**
   * Stores the changed step.
   *
   * @return false where another transaction has made the step since it was found to be awaited; it
   *     is committed now, so {@link #find} finds it
   */
  boolean save(StepOutcome.Changed changed);
}
