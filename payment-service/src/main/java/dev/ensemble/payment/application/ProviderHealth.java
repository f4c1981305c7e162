package dev.ensemble.payment.application;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Says how many payments wait for the provider and since when. It is DOWN where somebody here has
 * to mend something; an outage of the provider's passes by itself.
 */
final class ProviderHealth extends AbstractHealthIndicator {
  private final ProviderState state;
  private final Errands errands;

  ProviderHealth(ProviderState state, Errands errands) {
    super("the payment provider's health could not be told");
    this.state = state;
    this.errands = errands;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    Errands.Waiting waiting = errands.waiting();
    builder.up().withDetail("waiting", waiting.count());
    waiting.since().ifPresent(since -> builder.withDetail("since", since.toString()));
    state
        .trouble()
        .ifPresent(
            trouble -> {
              builder.withDetail("trouble", trouble.reason());
              if (trouble.kind() == ProviderTrouble.Kind.OURS) {
                builder.down();
              }
            });
  }
}
