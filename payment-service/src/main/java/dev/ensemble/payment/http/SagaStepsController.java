package dev.ensemble.payment.http;

import dev.ensemble.http.ProblemException;
import dev.ensemble.payment.application.RunStep;
import dev.ensemble.payment.application.StepReply;
import dev.ensemble.payment.domain.StepCommand;
import dev.ensemble.payment.domain.StepRefusal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Takes the commands of sagas; the step is the key, so a retry needs no header. */
@RestController
class SagaStepsController {
  private static final String KEY = "Idempotency-Key";

  private final RunStep runStep;

  SagaStepsController(RunStep runStep) {
    this.runStep = runStep;
  }

  @PostMapping("/saga-steps")
  ResponseEntity<SagaStepView> run(
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @RequestBody SagaStepRequest request) {
    StepCommand command = request.command();
    requireTheStepsOwn(key, command.id().key());
    return switch (runStep.run(command)) {
      case StepReply.Done done ->
          (done.repeated()
                  ? ResponseEntity.ok().header("Idempotent-Replayed", "true")
                  : ResponseEntity.ok())
              .body(SagaStepView.of(command, done));
      case StepReply.Refused refused -> throw refusal(refused.reason());
      case StepReply.NotOffered notOffered ->
          throw new ProblemException(
              HttpStatus.NOT_IMPLEMENTED,
              "not-offered",
              "A payment provider charges here; steps are answered from the ledger alone.");
      case StepReply.Running running ->
          throw new ProblemException(
                  HttpStatus.CONFLICT,
                  "idempotency-key-in-use",
                  "This step's command is being executed; come again for its answer.")
              .retryAfter(running.retryAfter());
    };
  }

  /** Bare or as a string of RFC 8941; another key would promise what the step does not hold. */
  private static void requireTheStepsOwn(@Nullable String key, String own) {
    String quoted = "\"" + own.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    if (key != null && !key.equals(own) && !key.equals(quoted)) {
      throw new ProblemException(
              HttpStatus.BAD_REQUEST,
              "invalid-parameter",
              "A step's key is its saga_id:step; leave the header out or send just that.")
          .with("parameter", KEY);
    }
  }

  private static ProblemException refusal(StepRefusal reason) {
    return switch (reason) {
      case UNKNOWN_ACCOUNT, INSUFFICIENT_FUNDS ->
          new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, "charge-declined", reason.detail())
              .with("reason", reason.name());
      case OTHER_PARAMETERS ->
          new ProblemException(
              HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused", reason.detail());
      case STEP_VOIDED, REFUND_ABOVE_CHARGE, OTHER_PAYMENT ->
          new ProblemException(
              HttpStatus.CONFLICT,
              reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
              reason.detail());
    };
  }
}
