package dev.ensemble.payment.domain;

import dev.ensemble.payment.domain.StepOutcome.Changed;
import dev.ensemble.payment.domain.StepOutcome.Declined;
import dev.ensemble.payment.domain.StepOutcome.Refused;
import dev.ensemble.payment.domain.StepOutcome.Repeated;
import dev.ensemble.payment.domain.StepState.Awaited;
import dev.ensemble.payment.domain.StepState.Charged;
import dev.ensemble.payment.domain.StepState.Refunded;
import dev.ensemble.payment.domain.StepState.Voided;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One step of a saga, which is charged once and compensated once, in whichever order. */
public record SagaStep(StepId id, StepState state) {

  public static SagaStep awaited(StepId id) {
    return new SagaStep(id, new Awaited());
  }

  public boolean isAwaited() {
    return state instanceof Awaited;
  }

  /**
   * The step's action.
   *
   * @param account the customer's account, null where there is none
   */
  public StepOutcome charge(Demand demand, @Nullable Account account, UUID paymentId, Instant now) {
    return switch (state) {
      case Awaited awaited -> decide(demand, account, paymentId, now);
      case Charged charged -> again(charged, demand);
      case Refunded refunded -> again(refunded.charge(), demand);
      case Voided voided -> new Refused(StepRefusal.STEP_VOIDED);
    };
  }

  /** The step's compensation. */
  public StepOutcome refund(StepCommand.Refund command, UUID refundId, Instant now) {
    return switch (state) {
      case Awaited awaited ->
          changed(new Voided(refundId), List.of(), new StepAnswer.NothingCharged(refundId), now);
      case Charged charged ->
          names(command, charged) ? giveBack(charged, command.amount(), refundId, now) : other();
      case Refunded refunded ->
          names(command, refunded.charge()) ? again(refunded, command) : other();
      case Voided voided -> new Repeated(new StepAnswer.NothingCharged(voided.refundId()));
    };
  }

  private StepOutcome decide(
      Demand demand, @Nullable Account account, UUID paymentId, Instant now) {
    if (account == null) {
      return new Declined(StepRefusal.UNKNOWN_ACCOUNT);
    }
    if (!account.covers(demand.amount())) {
      return new Declined(StepRefusal.INSUFFICIENT_FUNDS);
    }
    return changed(
        new Charged(demand, paymentId),
        List.of(Transfer.stepCharge(paymentId, id, demand, now)),
        new StepAnswer.Charged(paymentId, demand.amount()),
        now);
  }

  /** An idempotency key is forgotten some day; the step never is. */
  private static StepOutcome again(Charged charged, Demand demand) {
    return charged.demand().equals(demand)
        ? new Repeated(new StepAnswer.Charged(charged.paymentId(), demand.amount()))
        : new Refused(StepRefusal.OTHER_PARAMETERS);
  }

  private static StepOutcome again(Refunded refunded, StepCommand.Refund command) {
    return refunded.amount().equals(command.amount())
        ? new Repeated(new StepAnswer.Refunded(refunded.refundId(), command.amount()))
        : new Refused(StepRefusal.OTHER_PARAMETERS);
  }

  private StepOutcome giveBack(Charged charged, Money amount, UUID refundId, Instant now) {
    if (amount.isMoreThan(charged.demand().amount())) {
      return new Refused(StepRefusal.REFUND_ABOVE_CHARGE);
    }
    return changed(
        new Refunded(charged, refundId, amount),
        List.of(Transfer.stepRefund(refundId, id, charged.demand(), amount, now)),
        new StepAnswer.Refunded(refundId, amount),
        now);
  }

  /** A harness invents names; one that has our ids' form is meant. */
  private static boolean names(StepCommand.Refund command, Charged charged) {
    return command.namedPayment().map(charged.paymentId()::equals).orElse(true);
  }

  private static StepOutcome other() {
    return new Refused(StepRefusal.OTHER_PAYMENT);
  }

  private Changed changed(
      StepState next, List<Transfer> transfers, StepAnswer answer, Instant now) {
    return new Changed(new SagaStep(id, next), transfers, answer, now);
  }
}
