package dev.ensemble.payment.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.idempotency.Answer;
import dev.ensemble.idempotency.Command;
import dev.ensemble.idempotency.Fingerprint;
import dev.ensemble.idempotency.Once;
import dev.ensemble.idempotency.Outcome;
import dev.ensemble.idempotency.Refusal;
import dev.ensemble.messaging.Ids;
import dev.ensemble.payment.domain.SagaStep;
import dev.ensemble.payment.domain.StepCommand;
import dev.ensemble.payment.domain.StepOutcome;
import dev.ensemble.payment.domain.StepRefusal;
import java.io.Serial;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Carries out a saga's command once, however often it comes: the step, the money and the stored
 * answer commit together.
 */
@Service
public class RunStep {
  /**
   * All sagas are one client: what a sender says of itself is a claim, and two senders that name
   * one step mean one step.
   */
  private static final String CLIENT = "saga";

  /** A step that another has made meanwhile is found by the second attempt, and never vanishes. */
  private static final int ATTEMPTS_MAX = 2;

  private final Once once;
  private final SagaSteps steps;
  private final Payers payers;
  private final Ledger ledger;
  private final Marks marks;

  RunStep(Once once, SagaSteps steps, Payers payers, Ledger ledger, Clock clock, Ids ids) {
    this.once = once;
    this.steps = steps;
    this.payers = payers;
    this.ledger = ledger;
    this.marks = new Marks(clock, ids);
  }

  /** Where ids and times come from. */
  private record Marks(Clock clock, Ids ids) {
    UUID id() {
      return ids.next();
    }

    /** As fine as the database keeps it. */
    Instant now() {
      return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
  }

  /** Begins its own transaction; whatever it tells is committed. */
  public StepReply run(StepCommand command) {
    if (!payers.arePayingHere()) {
      return new StepReply.NotOffered();
    }
    Command call = new Command(CLIENT, command.type(), command.id().key(), fingerprint(command));
    try {
      return switch (once.run(call, () -> carryOut(command))) {
        case Outcome.First first -> StoredReply.read(first.answer(), false);
        case Outcome.Replayed replay -> StoredReply.read(replay.answer(), true);
        case Outcome.Running running -> new StepReply.Running(running.retryAfter());
        case Outcome.Mismatch mismatch -> new StepReply.Refused(StepRefusal.OTHER_PARAMETERS);
      };
    } catch (NotStored refused) {
      return new StepReply.Refused(refused.reason);
    }
  }

  private static Fingerprint fingerprint(StepCommand command) {
    return switch (command) {
      case StepCommand.Charge charge ->
          Fingerprint.of(
              bytes(charge.type()),
              bytes(charge.demand().customerId()),
              bytes(charge.demand().amount().toString()));
      case StepCommand.Refund refund ->
          refund.paymentId() == null
              ? Fingerprint.of(bytes(refund.type()), bytes(refund.amount().toString()))
              : Fingerprint.of(
                  bytes(refund.type()),
                  bytes(refund.paymentId()),
                  bytes(refund.amount().toString()));
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private Answer carryOut(StepCommand command) {
    return switch (decide(command)) {
      case StepOutcome.Changed changed -> StoredReply.done(changed.answer(), false);
      case StepOutcome.Repeated repeated -> StoredReply.done(repeated.answer(), true);
      // Undoes the account that was opened for it.
      case StepOutcome.Declined declined ->
          throw new Refusal(StoredReply.declined(declined.reason()));
      case StepOutcome.Refused refused -> throw new NotStored(refused.reason());
    };
  }

  private StepOutcome decide(StepCommand command) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      SagaStep step = steps.find(command.id()).orElseGet(() -> SagaStep.awaited(command.id()));
      StepOutcome outcome = outcome(step, command, marks.now());
      if (!(outcome instanceof StepOutcome.Changed changed)) {
        return outcome;
      }
      if (steps.save(changed)) {
        changed.transfers().forEach(ledger::post);
        return outcome;
      }
    }
    throw new IllegalStateException("step " + command.id() + " was there and then was not");
  }

  private StepOutcome outcome(SagaStep step, StepCommand command, Instant now) {
    return switch (command) {
      case StepCommand.Charge charge ->
          step.charge(
              charge.demand(),
              step.isAwaited() ? payers.find(charge.demand(), now).orElse(null) : null,
              marks.id(),
              now);
      case StepCommand.Refund refund ->
          // Whoever names another's payment has the wrong step, which must not be closed.
          step.isAwaited() && refund.namedPayment().filter(steps::isPayment).isPresent()
              ? new StepOutcome.Refused(StepRefusal.OTHER_PAYMENT)
              : step.refund(refund, marks.id(), now);
    };
  }

  /**
   * Takes a refusal past the transaction, which it undoes. It is not stored: a step has one key for
   * good, and a stored refusal of a wrong refund would stand in the way of the right one. The
   * step's row refuses as long as there is a reason to.
   */
  private static final class NotStored extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
    private final StepRefusal reason;

    NotStored(StepRefusal reason) {
      super(reason.name(), null, false, false);
      this.reason = reason;
    }
  }
}
