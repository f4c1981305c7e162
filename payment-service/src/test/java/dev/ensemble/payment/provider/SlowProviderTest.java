package dev.ensemble.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.StripeClient;
import dev.ensemble.payment.application.ProviderTrouble;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.ProviderAnswer;
import dev.ensemble.payment.domain.ProviderCall;
import dev.ensemble.payment.domain.ProviderPayer;
import dev.ensemble.testkit.stripe.FakeStripe;
import dev.ensemble.testkit.stripe.Faults.Fault;
import dev.ensemble.testkit.stripe.Faults.Gate;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The provider carries out what it is asked, and answers later than anybody waits. */
class SlowProviderTest {
  private static final ProviderPayer PAYER = new ProviderPayer("cus_1", "pm_1");

  private final FakeStripe stripe = new FakeStripe();
  private final StripeProvider provider =
      new StripeProvider(
          StripeClient.builder()
              .setApiKey(FakeStripe.API_KEY)
              .setApiBase(stripe.base())
              .setReadTimeout(300)
              .setMaxNetworkRetries(0)
              .build());

  @AfterEach
  void the_provider_ends() {
    stripe.close();
  }

  @Test
  void an_answer_that_comes_too_late_is_an_outage_and_what_was_done_is_found_when_asked_again()
      throws ProviderTrouble {
    String reference =
        ((ProviderAnswer.Opened)
                secondAnswer(
                    "create",
                    new ProviderCall.Open(
                        new UUID(0, 1), Money.of("59.99"), PAYER, "event:create")))
            .reference();
    assertThat(stripe.intents().opened()).isEqualTo(1);
    assertThat(stripe.faults().keysOf("create")).containsExactly("event:create", "event:create");

    assertThat(secondAnswer("confirm", new ProviderCall.Confirm(reference, PAYER, "event:confirm")))
        .isEqualTo(new ProviderAnswer.Succeeded());
    assertThat(stripe.intents().charges()).isEqualTo(1);
    assertThat(stripe.faults().keysOf("confirm")).containsExactly("event:confirm", "event:confirm");

    assertThat(
            secondAnswer(
                "refund", new ProviderCall.GiveBack(reference, Money.of("59.99"), "event:refund")))
        .isEqualTo(new ProviderAnswer.GivenBack());
    // It is seen among the intent's refunds before it would be asked for again.
    assertThat(stripe.faults().keysOf("refund")).containsExactly("event:refund");
    assertThat(stripe.intents().refundsMade()).isEqualTo(1);
    assertThat(stripe.intents().heldCents()).isZero();
  }

  private ProviderAnswer secondAnswer(String operation, ProviderCall call) throws ProviderTrouble {
    Gate gate = new Gate();
    stripe.faults().plan(operation, Fault.heldAfterActing(gate));
    assertThatExceptionOfType(ProviderTrouble.class)
        .isThrownBy(() -> provider.ask(call))
        .satisfies(late -> assertThat(late.kind()).isEqualTo(ProviderTrouble.Kind.OUTAGE));
    gate.open();
    return provider.ask(call);
  }
}
