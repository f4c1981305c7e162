package dev.ensemble.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.payment.domain.Till;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A till that cannot be opened stops the start, and a secret stays one. */
class ProviderSettingsTest {

  @Test
  void without_a_word_the_ledger_charges() {
    assertThat(bound(Map.of()).till()).isEqualTo(Till.LEDGER);
  }

  @Test
  void stripe_without_a_key_is_refused() {
    assertThatThrownBy(() -> bound(Map.of("payment.provider.kind", "stripe")))
        .rootCause()
        .hasMessageContaining("payment.provider.stripe.api-key must be set");
  }

  @Test
  void a_provider_that_is_none_is_refused() {
    assertThatThrownBy(() -> bound(Map.of("payment.provider.kind", "strip")))
        .rootCause()
        .hasMessage("payment.provider.kind must be ledger or stripe: strip");
  }

  @Test
  void the_key_is_never_printed() {
    ProviderSettings settings =
        bound(
            Map.of(
                "payment.provider.kind", "stripe", "payment.provider.stripe.api-key", "sk_secret"));
    assertThat(settings.toString()).doesNotContain("sk_secret").contains("api.stripe.com");
  }

  @Test
  void a_claim_lasts_longer_than_all_that_one_call_can_ask_for() {
    ProviderSettings settings = bound(Map.of());
    assertThat(settings.lease())
        .isGreaterThan(
            settings
                .stripe()
                .readTimeout()
                .plus(settings.stripe().connectTimeout())
                .multipliedBy(4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.stripe.com",
        "ftp://127.0.0.1",
        "ftp://foo",
        "localhost",
        "api.stripe.com",
        "https:host"
      })
  void the_key_is_not_sent_over_the_network_in_clear(String base) {
    assertThatThrownBy(() -> bound(Map.of("payment.provider.stripe.api-base", base)))
        .rootCause()
        .hasMessageContaining("api-base must be https");
  }

  private static ProviderSettings bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("payment.provider", ProviderSettings.class);
  }
}
