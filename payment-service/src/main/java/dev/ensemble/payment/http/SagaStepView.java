package dev.ensemble.payment.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ensemble.payment.application.StepReply;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.StepAnswer;
import dev.ensemble.payment.domain.StepCommand;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command that was carried out.
 *
 * @param note what there is to know beside the result; left out where there is nothing
 */
record SagaStepView(
    String type,
    @JsonProperty("saga_id") String sagaId,
    int step,
    Result result,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String note) {

  /** What came of it. */
  sealed interface Result {
    record Charged(@JsonProperty("payment_id") UUID paymentId, BigDecimal charged)
        implements Result {}

    record Refunded(@JsonProperty("refund_id") UUID refundId, BigDecimal refunded)
        implements Result {}
  }

  static SagaStepView of(StepCommand command, StepReply.Done done) {
    return new SagaStepView(
        command.type() + "_ok",
        command.id().sagaId(),
        command.id().step(),
        result(done.answer()),
        done.note().map(note -> note.name().toLowerCase(Locale.ROOT)).orElse(null));
  }

  private static Result result(StepAnswer answer) {
    return switch (answer) {
      case StepAnswer.Charged it ->
          new Result.Charged(it.paymentId(), it.amount().toShortDecimal());
      case StepAnswer.Refunded it ->
          new Result.Refunded(it.refundId(), it.amount().toShortDecimal());
      case StepAnswer.NothingCharged it ->
          new Result.Refunded(it.refundId(), Money.ZERO.toShortDecimal());
    };
  }
}
