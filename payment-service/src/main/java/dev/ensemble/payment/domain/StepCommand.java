package dev.ensemble.payment.domain;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a saga asks of payment in one of its steps. */
public sealed interface StepCommand {
  /** The names under which the commands are known outside. */
  String CHARGE = "ChargePayment";

  String REFUND = "RefundPayment";

  StepId id();

  /** The command's name outside. */
  String type();

  /** The step's action: charge a customer's account. */
  record Charge(StepId id, Demand demand) implements StepCommand {
    public Charge {
      requireSomething(demand.amount());
    }

    @Override
    public String type() {
      return CHARGE;
    }
  }

  /**
   * The step's compensation: give back what it charged, and charge no more.
   *
   * @param paymentId as the saga says it; whatever it says, the step decides what is given back
   */
  record Refund(StepId id, @Nullable String paymentId, Money amount) implements StepCommand {
    private static final int PAYMENT_ID_LENGTH_MAX = 128;

    // UUID.fromString takes "1-1-1-1-1", too.
    private static final Pattern UUID_SHAPE =
        Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    public Refund {
      if (paymentId != null && paymentId.length() > PAYMENT_ID_LENGTH_MAX) {
        throw new IllegalArgumentException(
            "payment_id has at most " + PAYMENT_ID_LENGTH_MAX + " characters");
      }
      requireSomething(amount);
    }

    @Override
    public String type() {
      return REFUND;
    }

    /** The payment that is named, where the name can be one of ours. */
    public Optional<UUID> namedPayment() {
      return Optional.ofNullable(paymentId)
          .filter(name -> UUID_SHAPE.matcher(name).matches())
          .map(UUID::fromString);
    }
  }

  private static void requireSomething(Money amount) {
    if (amount.equals(Money.ZERO)) {
      throw new IllegalArgumentException("amount is at least 0.01");
    }
  }
}
