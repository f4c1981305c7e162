package dev.ensemble.payment.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.StepCommand;
import dev.ensemble.payment.domain.StepId;
import dev.ensemble.payment.domain.StepParameters;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a saga asks of payment in one of its steps. */
record SagaStepRequest(
    String type,
    @JsonProperty("saga_id") String sagaId,
    int step,
    @Nullable Boolean compensating,
    Params params) {

  /** Those of all types. */
  record Params(
      @JsonProperty("user_id") @Nullable String userId,
      @JsonProperty("payment_id") @Nullable String paymentId,
      BigDecimal amount) {
    StepParameters parameters() {
      return new StepParameters(userId, paymentId, Money.of(amount));
    }
  }

  SagaStepRequest {
    // Here, so that a body that is no command is refused as such.
    StepCommand.of(type, new StepId(sagaId, step), compensating, params.parameters());
  }

  StepCommand command() {
    return StepCommand.of(type, new StepId(sagaId, step), compensating, params.parameters());
  }
}
