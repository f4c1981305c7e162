package dev.ensemble.payment.provider;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import dev.ensemble.payment.application.PaymentProvider;
import dev.ensemble.payment.application.ProviderTrouble;
import dev.ensemble.payment.domain.DeclineReason;
import dev.ensemble.payment.domain.ProviderAnswer;
import dev.ensemble.payment.domain.ProviderCall;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The port over Stripe's SDK. Opening and confirming are two calls, because keys are forgotten
 * after a day and a stored failure is repeated for as long: an intent succeeds at most once
 * whatever the key, and says itself what became of it.
 */
final class StripeProvider implements PaymentProvider {
  private static final String CURRENCY = "eur";

  /** There is one, and a few more where somebody has settled one by hand: Stripe's own page. */
  private static final long REFUNDS_LOOKED_AT_MAX = 100;

  private final StripeClient client;

  StripeProvider(StripeClient client) {
    this.client = client;
  }

  @Override
  public ProviderAnswer ask(ProviderCall call) throws ProviderTrouble {
    try {
      return switch (call) {
        case ProviderCall.Open open -> open(open);
        case ProviderCall.Confirm confirm -> confirm(confirm);
        case ProviderCall.Close close -> close(close.reference());
        case ProviderCall.GiveBack giveBack -> giveBack(giveBack);
      };
    } catch (StripeException failed) {
      throw StripeFailures.trouble(failed);
    } catch (RuntimeException failed) {
      // An answer that the SDK cannot make sense of concerns this one payment, not the worker.
      throw StripeFailures.nonsense(failed);
    }
  }

  private ProviderAnswer open(ProviderCall.Open open) throws StripeException {
    PaymentIntentCreateParams params =
        PaymentIntentCreateParams.builder()
            .setAmount(open.amount().cents())
            .setCurrency(CURRENCY)
            .setCustomer(open.payer().customer())
            .addPaymentMethodType("card")
            .putMetadata("order_id", open.orderId().toString())
            .build();
    try {
      PaymentIntent intent = client.v1().paymentIntents().create(params, by(open.key()));
      return new ProviderAnswer.Opened(intent.getId());
    } catch (StripeException failed) {
      Optional<DeclineReason> refusal = StripeFailures.refusal(failed);
      if (refusal.isPresent()) {
        return new ProviderAnswer.NotOpened(refusal.get());
      }
      throw failed;
    }
  }

  private ProviderAnswer confirm(ProviderCall.Confirm confirm)
      throws StripeException, ProviderTrouble {
    PaymentIntentConfirmParams params =
        PaymentIntentConfirmParams.builder()
            .setPaymentMethod(confirm.payer().paymentMethod())
            .setOffSession(true)
            .build();
    String reference = confirm.reference();
    try {
      PaymentIntent then =
          client.v1().paymentIntents().confirm(reference, params, by(confirm.key()));
      // What is told under a key is how it was then, and stays so as long as the key lives. Only
      // success is for good; of all else the intent says what has become of it.
      return "succeeded".equals(then.getStatus())
          ? new ProviderAnswer.Succeeded()
          : settled(client.v1().paymentIntents().retrieve(reference), null);
    } catch (StripeException failed) {
      Optional<DeclineReason> refusal = StripeFailures.refusal(failed);
      if (refusal.isPresent()) {
        return refused(reference, refusal.get());
      }
      if (StripeFailures.leavesDoubt(failed)) {
        return settled(client.v1().paymentIntents().retrieve(reference), failed);
      }
      throw failed;
    }
  }

  /**
   * What the intent itself says.
   *
   * @param failed how the call ended after which it was looked at; null where it did not fail
   */
  private ProviderAnswer settled(PaymentIntent intent, @Nullable StripeException failed)
      throws StripeException, ProviderTrouble {
    String status = String.valueOf(intent.getStatus());
    return switch (status) {
      case "succeeded" -> new ProviderAnswer.Succeeded();
      case "canceled" ->
          intent.getLastPaymentError() == null
              ? new ProviderAnswer.Closed()
              : new ProviderAnswer.Refused(StripeFailures.reason(intent.getLastPaymentError()));
      // Nobody is there who could act, so this is a refusal, too.
      case "requires_action" -> refused(intent.getId(), DeclineReason.DECLINED_BY_PROVIDER);
      case "requires_payment_method" -> {
        if (intent.getLastPaymentError() == null) {
          throw doubtful(failed, status);
        }
        yield refused(intent.getId(), StripeFailures.reason(intent.getLastPaymentError()));
      }
      default -> throw doubtful(failed, status);
    };
  }

  private static ProviderTrouble doubtful(@Nullable StripeException failed, String status) {
    return failed != null && !StripeFailures.isUnexpectedState(failed)
        ? StripeFailures.trouble(failed)
        : new ProviderTrouble(
            ProviderTrouble.Kind.OUTAGE,
            "the intent is " + status,
            failed != null && StripeFailures.isRepeatedByKey(failed),
            Optional.empty());
  }

  /** Closed before it is told, so that nobody who comes late can still confirm it. */
  private ProviderAnswer refused(String reference, DeclineReason reason)
      throws StripeException, ProviderTrouble {
    return close(reference) instanceof ProviderAnswer.Succeeded paid
        ? paid
        : new ProviderAnswer.Refused(reason);
  }

  private ProviderAnswer close(String reference) throws StripeException, ProviderTrouble {
    String status;
    try {
      status = client.v1().paymentIntents().cancel(reference).getStatus();
    } catch (StripeException failed) {
      if (!StripeFailures.isUnexpectedState(failed)) {
        throw failed;
      }
      status = client.v1().paymentIntents().retrieve(reference).getStatus();
    }
    return switch (String.valueOf(status)) {
      case "canceled" -> new ProviderAnswer.Closed();
      case "succeeded" -> new ProviderAnswer.Succeeded();
      default -> throw doubtful(null, String.valueOf(status));
    };
  }

  /**
   * Looks first: what a key tells is how the refund was then, and a refund that has failed may have
   * been settled by hand meanwhile, so it is never made anew from here.
   */
  private ProviderAnswer giveBack(ProviderCall.GiveBack giveBack)
      throws StripeException, ProviderTrouble {
    RefundListParams ofIntent =
        RefundListParams.builder()
            .setPaymentIntent(giveBack.reference())
            .setLimit(REFUNDS_LOOKED_AT_MAX)
            .build();
    List<Refund> refunds = client.v1().refunds().list(ofIntent).getData();
    if (!refunds.isEmpty()) {
      return StripeRefunds.settled(refunds, giveBack.amount());
    }
    RefundCreateParams params =
        RefundCreateParams.builder()
            .setPaymentIntent(giveBack.reference())
            .setAmount(giveBack.amount().cents())
            .build();
    return StripeRefunds.settled(
        List.of(client.v1().refunds().create(params, by(giveBack.key()))), giveBack.amount());
  }

  private static RequestOptions by(String key) {
    return RequestOptions.builder().setIdempotencyKey(key).build();
  }
}
