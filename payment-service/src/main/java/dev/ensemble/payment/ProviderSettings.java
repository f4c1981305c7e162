package dev.ensemble.payment;

import dev.ensemble.payment.domain.Till;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who charges the orders.
 *
 * @param kind {@code ledger} or {@code stripe}; a word and no enum, so that a slip is told in one
 *     sentence
 * @param pace the pause after a pass that found nothing to ask
 * @param callsAtOnceMax the most payments that one pass asks for, side by side
 */
public record ProviderSettings(
    @DefaultValue("ledger") String kind,
    @DefaultValue("200ms") Duration pace,
    @DefaultValue("8") int callsAtOnceMax,
    @DefaultValue Stripe stripe) {

  /** The tills that there are. */
  private enum Kind {
    LEDGER(Till.LEDGER),
    STRIPE(Till.PROVIDER);

    private final Till till;

    Kind(Till till) {
      this.till = till;
    }

    private static Kind of(String name) {
      for (Kind kind : values()) {
        if (kind.name().equalsIgnoreCase(name)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("payment.provider.kind must be ledger or stripe: " + name);
    }
  }

  /**
   * A confirm may be followed by a look, a close and another look, each as slow as the settings let
   * it be.
   */
  private static final int REQUESTS_PER_CALL_MAX = 4;

  /** For recording the answer, and for clocks that differ. */
  private static final Duration LEASE_RESERVE = Duration.ofSeconds(5);

  public ProviderSettings {
    if (!pace.isPositive()) {
      throw new IllegalArgumentException("payment.provider.pace must be above zero: " + pace);
    }
    if (callsAtOnceMax < 1 || callsAtOnceMax > 64) {
      throw new IllegalArgumentException(
          "payment.provider.calls-at-once-max must be 1 to 64: " + callsAtOnceMax);
    }
    if (Kind.of(kind) == Kind.STRIPE && stripe.apiKey().isBlank()) {
      throw new IllegalArgumentException(
          "payment.provider.kind is stripe, so payment.provider.stripe.api-key must be set");
    }
  }

  /** The till that charges. */
  public Till till() {
    return Kind.of(kind).till;
  }

  /** How long a claim is believed: longer than its calls can last. */
  public Duration lease() {
    return stripe
        .connectTimeout()
        .plus(stripe.readTimeout())
        .multipliedBy(REQUESTS_PER_CALL_MAX)
        .plus(LEASE_RESERVE);
  }

  /**
   * How Stripe is reached.
   *
   * @param apiKey from the environment or a file, never from a committed file; never printed
   */
  public record Stripe(
      @DefaultValue("") String apiKey,
      @DefaultValue("https://api.stripe.com") URI apiBase,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("20s") Duration readTimeout) {
    public Stripe {
      requireSafe(apiBase);
      requireTimeout("connect-timeout", connectTimeout);
      requireTimeout("read-timeout", readTimeout);
    }

    /** Each request bears the key: in clear it may go to this machine alone. */
    private static void requireSafe(URI base) {
      boolean isHere =
          "http".equals(base.getScheme())
              && Set.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(base.getHost()));
      if (!isHere && !("https".equals(base.getScheme()) && base.getHost() != null)) {
        throw new IllegalArgumentException(
            "payment.provider.stripe.api-base must be https, or http on this machine: " + base);
      }
    }

    private static void requireTimeout(String name, Duration time) {
      if (time.toMillis() < 1 || time.compareTo(Duration.ofMinutes(5)) > 0) {
        throw new IllegalArgumentException(
            "payment.provider.stripe." + name + " must be 1 ms to 5 min: " + time);
      }
    }

    @Override
    public String toString() {
      return "Stripe[apiBase=" + apiBase + "]";
    }
  }
}
