package dev.ensemble.payment.domain;

import static dev.ensemble.payment.domain.PaymentFixture.NOW;
import static dev.ensemble.payment.domain.PaymentFixture.REFUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.domain.Outcome.Changed;
import dev.ensemble.payment.domain.Outcome.Unchanged;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the provider adds to a payment: its states, its answers, and each with all the others. */
class ProviderPaymentTest {

  /** Every change there is; each pair that is not here changes nothing. */
  private static final Map<String, String> CHANGES =
      """
      AWAITED       CHARGE_THERE     -> Charging tells nothing
      INTENDED      OPENED           -> Charging tells nothing
      INTENDED      NOT_OPENED       -> Declined tells declined UNKNOWN_ACCOUNT
      INTENDED      CUSTOMER         -> Voided tells nothing
      INTENDED      DEADLINE         -> Voided tells nothing
      INTENDED      SHIPMENT_FAILED  -> Voided tells nothing
      INTENDED      PAYMENT_DECLINED -> Voided tells nothing
      OPEN          SUCCEEDED        -> Charged tells charged PROVIDER
      OPEN          REFUSED          -> Declined tells declined DECLINED_BY_PROVIDER
      OPEN          CLOSED           -> Declined tells declined DECLINED_BY_PROVIDER
      OPEN          CUSTOMER         -> Charging tells nothing
      OPEN          DEADLINE         -> Charging tells nothing
      OPEN          SHIPMENT_FAILED  -> Charging tells nothing
      OPEN          PAYMENT_DECLINED -> Charging tells nothing
      WITHDRAWN     SUCCEEDED        -> Refunding tells charged PROVIDER
      WITHDRAWN     REFUSED          -> Voided tells nothing
      WITHDRAWN     CLOSED           -> Voided tells nothing
      CHARGED_THERE CUSTOMER         -> Refunding tells nothing
      CHARGED_THERE DEADLINE         -> Refunding tells nothing
      CHARGED_THERE SHIPMENT_FAILED  -> Refunding tells nothing
      CHARGED_THERE PAYMENT_DECLINED -> Refunding tells nothing
      REFUNDING     GIVEN_BACK       -> Refunded tells refunded CUSTOMER PROVIDER
      """
          .lines()
          .map(line -> line.split(" -> "))
          .collect(Collectors.toMap(line -> line[0].strip().replaceAll(" +", " "), l -> l[1]));

  /** With those that the ledger alone knows: a late answer may meet them, too. */
  private static final Map<String, Payment> STANDINGS =
      Map.ofEntries(
          Map.entry("AWAITED", PaymentFixture.anAwaitedPayment()),
          Map.entry("PENDING", PaymentFixture.aPaymentThatIsDue()),
          Map.entry("CHARGED_HERE", PaymentFixture.aChargedPayment()),
          Map.entry("DECLINED", PaymentFixture.aDeclinedPayment()),
          Map.entry("REFUNDED", PaymentFixture.aRefundedPayment()),
          Map.entry("TOMBSTONE", PaymentFixture.aTombstone()),
          Map.entry("VOIDED", PaymentFixture.aPaymentVoidedWhilePending()),
          Map.entry("INTENDED", PaymentFixture.anIntendedPayment()),
          Map.entry("OPEN", PaymentFixture.anOpenPayment()),
          Map.entry("WITHDRAWN", PaymentFixture.aPaymentWithdrawnWhileOpen()),
          Map.entry("CHARGED_THERE", PaymentFixture.aPaymentChargedAtTheProvider()),
          Map.entry("REFUNDING", PaymentFixture.aPaymentThatIsBeingRefunded()));

  private static final Set<String> ITS_STANDINGS =
      Set.of("INTENDED", "OPEN", "WITHDRAWN", "CHARGED_THERE", "REFUNDING");

  private static final List<String> ITS_HAPPENINGS =
      List.of(
          "CHARGE_THERE", "OPENED", "NOT_OPENED", "SUCCEEDED", "REFUSED", "CLOSED", "GIVEN_BACK");

  private static Stream<Arguments> everyPair() {
    List<String> others =
        Stream.concat(
                Stream.of("CHARGE", "CHARGE_DUE"),
                Stream.of(Withdrawal.values()).map(Withdrawal::name))
            .toList();
    return STANDINGS.keySet().stream()
        .flatMap(
            standing ->
                Stream.concat(
                        ITS_HAPPENINGS.stream(),
                        ITS_STANDINGS.contains(standing) ? others.stream() : Stream.empty())
                    .map(what -> Arguments.of(standing, what)));
  }

  @ParameterizedTest(name = "{0} meets {1}")
  @MethodSource("everyPair")
  void each_state_answers_whatever_happens(String standing, String what) {
    Payment before = payment(standing);
    Outcome outcome = happens(before, what);
    String expected = CHANGES.get(standing + " " + what);
    if (expected == null) {
      assertThat(outcome).isInstanceOf(Unchanged.class);
      return;
    }
    Changed changed = (Changed) outcome;
    assertThat(described(changed)).isEqualTo(expected);
    Payment after = changed.payment();
    assertThat(after.version()).isEqualTo(before.version() + 1);
    assertThat(after.orderId()).isEqualTo(before.orderId());
    assertThat(after.paymentId()).isEqualTo(before.paymentId());
    assertThat(after.demand()).contains(PaymentFixture.DEMAND);
  }

  @Test
  void the_table_of_changes_names_only_pairs_that_exist() {
    assertThat(everyPair().map(Arguments::get).map(pair -> pair[0] + " " + pair[1]))
        .containsAll(CHANGES.keySet());
  }

  @Test
  void what_the_provider_is_asked_next_names_what_was_answered_before() {
    assertThat(after("INTENDED", "OPENED")).isEqualTo(PaymentFixture.anOpenPayment().state());
    assertThat(after("OPEN", "CUSTOMER"))
        .isEqualTo(PaymentFixture.aPaymentWithdrawnWhileOpen().state());
    assertThat(after("OPEN", "SUCCEEDED"))
        .isEqualTo(PaymentFixture.aPaymentChargedAtTheProvider().state());
    assertThat(after("CHARGED_THERE", "CUSTOMER"))
        .isEqualTo(PaymentFixture.aPaymentThatIsBeingRefunded().state());
    assertThat(after("WITHDRAWN", "SUCCEEDED"))
        .isEqualTo(PaymentFixture.aPaymentThatIsBeingRefunded().state());
  }

  @Test
  void a_reason_of_the_providers_is_handed_on() {
    Outcome outcome =
        PaymentFixture.anOpenPayment()
            .answered(new ProviderAnswer.Refused(DeclineReason.INSUFFICIENT_FUNDS), REFUND, NOW);
    assertThat(described((Changed) outcome))
        .isEqualTo("Declined tells declined INSUFFICIENT_FUNDS");
  }

  private static PaymentState after(String standing, String what) {
    return ((Changed) happens(payment(standing), what)).payment().state();
  }

  private static Payment payment(String standing) {
    return Objects.requireNonNull(STANDINGS.get(standing));
  }

  private static Outcome happens(Payment payment, String what) {
    return switch (what) {
      case "CHARGE_THERE" ->
          payment.chargeAtProvider(
              PaymentFixture.DEMAND,
              PaymentFixture.CHARGE_EVENT,
              PaymentFixture.anAccountWithAPayer(),
              NOW);
      case "OPENED" -> answered(payment, new ProviderAnswer.Opened(PaymentFixture.REFERENCE));
      case "NOT_OPENED" ->
          answered(payment, new ProviderAnswer.NotOpened(DeclineReason.UNKNOWN_ACCOUNT));
      case "SUCCEEDED" -> answered(payment, new ProviderAnswer.Succeeded());
      case "REFUSED" ->
          answered(payment, new ProviderAnswer.Refused(DeclineReason.DECLINED_BY_PROVIDER));
      case "CLOSED" -> answered(payment, new ProviderAnswer.Closed());
      case "GIVEN_BACK" -> answered(payment, new ProviderAnswer.GivenBack());
      default -> PaymentTest.happens(payment, what, PaymentFixture.anAccountThatCovers());
    };
  }

  private static Outcome answered(Payment payment, ProviderAnswer answer) {
    return payment.answered(answer, REFUND, NOW);
  }

  private static String described(Changed changed) {
    return changed.payment().state().getClass().getSimpleName()
        + " tells "
        + changed.facts().stream()
            .map(ProviderPaymentTest::described)
            .findFirst()
            .orElse("nothing");
  }

  private static String described(PaymentFact fact) {
    return switch (fact) {
      case PaymentFact.Charged charged -> "charged " + charged.till();
      case PaymentFact.Declined declined -> "declined " + declined.reason();
      case PaymentFact.Refunded refunded -> "refunded " + refunded.reason() + " " + refunded.till();
    };
  }
}
