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

  /**
   * A command as it comes from outside.
   *
   * @param compensating may be left out: the type says it, too
   * @throws IllegalArgumentException saying what is wrong, for whoever sent it
   */
  static StepCommand of(
      String type, StepId id, @Nullable Boolean compensating, StepParameters params) {
    return switch (type) {
      case CHARGE -> {
        String userId = params.userId();
        if (userId == null || params.paymentId() != null) {
          throw new IllegalArgumentException("the params of a charge are user_id and amount");
        }
        if (Boolean.TRUE.equals(compensating)) {
          throw new IllegalArgumentException("a charge compensates nothing");
        }
        yield new Charge(id, new Demand(userId, params.amount()));
      }
      case REFUND -> {
        if (params.userId() != null) {
          throw new IllegalArgumentException("the params of a refund are payment_id and amount");
        }
        if (Boolean.FALSE.equals(compensating)) {
          throw new IllegalArgumentException("a refund compensates");
        }
        yield new Refund(id, params.paymentId(), params.amount());
      }
      default -> throw new IllegalArgumentException("type is " + CHARGE + " or " + REFUND);
    };
  }

  private static void requireSomething(Money amount) {
    if (amount.equals(Money.ZERO)) {
      throw new IllegalArgumentException("amount is at least 0.01");
    }
  }
}
