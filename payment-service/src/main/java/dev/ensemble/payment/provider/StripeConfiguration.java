package dev.ensemble.payment.provider;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import dev.ensemble.payment.PaymentSettings;
import dev.ensemble.payment.ProviderSettings;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Stripe as the provider; without it no class of the SDK is loaded. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "payment.provider.kind", havingValue = "stripe")
class StripeConfiguration {

  @Bean
  StripeProvider paymentProvider(PaymentSettings settings) {
    ProviderSettings.Stripe stripe = settings.provider().stripe();
    // Only this static switch exists; how long calls take is measured here and concerns nobody
    // else.
    Stripe.enableTelemetry = false;
    String base = stripe.apiBase().toString();
    return new StripeProvider(
        StripeClient.builder()
            .setApiKey(stripe.apiKey())
            .setApiBase(base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            .setConnectTimeout((int) stripe.connectTimeout().toMillis())
            .setReadTimeout((int) stripe.readTimeout().toMillis())
            // The worker retries, with keys and pauses that outlive this process.
            .setMaxNetworkRetries(0)
            .build());
  }
}
