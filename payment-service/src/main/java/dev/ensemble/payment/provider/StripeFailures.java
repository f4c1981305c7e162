package dev.ensemble.payment.provider;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import dev.ensemble.payment.application.ProviderTrouble;
import dev.ensemble.payment.application.ProviderTrouble.Kind;
import dev.ensemble.payment.domain.DeclineReason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a failure of Stripe's means, sorted in one place. */
final class StripeFailures {
  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;

  private StripeFailures() {}

  /** Why the customer will not pay; empty where the failure says nothing of that. */
  static Optional<DeclineReason> refusal(StripeException failed) {
    if (failed instanceof CardException card) {
      return Optional.of(reason(card.getCode(), card.getDeclineCode()));
    }
    return switch (String.valueOf(failed.getCode())) {
      case "resource_missing" -> {
        String what = failed.getStripeError() == null ? null : failed.getStripeError().getParam();
        yield "customer".equals(what) || "payment_method".equals(what)
            ? Optional.of(DeclineReason.UNKNOWN_ACCOUNT)
            : Optional.empty();
      }
      case "amount_too_small", "amount_too_large" ->
          Optional.of(DeclineReason.DECLINED_BY_PROVIDER);
      default -> Optional.empty();
    };
  }

  static DeclineReason reason(StripeError error) {
    return reason(error.getCode(), error.getDeclineCode());
  }

  private static DeclineReason reason(@Nullable String code, @Nullable String declineCode) {
    return "insufficient_funds".equals(declineCode) || "insufficient_funds".equals(code)
        ? DeclineReason.INSUFFICIENT_FUNDS
        : DeclineReason.DECLINED_BY_PROVIDER;
  }

  /** Whether the intent itself is to be asked what became of it. */
  static boolean leavesDoubt(StripeException failed) {
    return isUnexpectedState(failed) || status(failed) >= SERVER_ERROR;
  }

  static boolean isUnexpectedState(StripeException failed) {
    return "payment_intent_unexpected_state".equals(failed.getCode());
  }

  /** Its reason names no message: Stripe's may hold a part of the API key. */
  static ProviderTrouble trouble(StripeException failed) {
    int status = status(failed);
    boolean passes =
        failed instanceof ApiConnectionException
            || failed instanceof RateLimitException
            || failed instanceof ApiException
            || status == CONFLICT
            || status >= SERVER_ERROR;
    return new ProviderTrouble(
        passes ? Kind.OUTAGE : Kind.OURS,
        "%s, HTTP %d, code %s"
            .formatted(failed.getClass().getSimpleName(), status, failed.getCode()),
        isRepeatedByKey(failed),
        header(failed, "Retry-After").flatMap(StripeFailures::seconds));
  }

  /**
   * Whatever is replayed will be replayed; and a key that is taken by other parameters, as another
   * version of this service may have sent them, stays taken. Another key is harmless in both cases.
   */
  static boolean isRepeatedByKey(StripeException failed) {
    return failed instanceof IdempotencyException
        || header(failed, "Idempotent-Replayed").isPresent();
  }

  /**
   * An error without a body, as something between may answer, ends in the SDK like this. Its reason
   * is the class alone: a message may quote what was answered.
   */
  static ProviderTrouble nonsense(RuntimeException failed) {
    return new ProviderTrouble(
        Kind.OUTAGE,
        "an answer that cannot be read: " + failed.getClass().getSimpleName(),
        false,
        Optional.empty());
  }

  private static int status(StripeException failed) {
    return failed.getStatusCode() == null ? 0 : failed.getStatusCode();
  }

  private static Optional<String> header(StripeException failed, String name) {
    StripeError error = failed.getStripeError();
    return error == null || error.getLastResponse() == null
        ? Optional.empty()
        : error.getLastResponse().headers().firstValue(name);
  }

  private static Optional<Duration> seconds(String text) {
    return text.matches("[0-9]{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }
}
