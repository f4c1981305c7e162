package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.Till;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Says how many payments wait for the provider and since when. It is DOWN where somebody here has
 * to mend something, and where some wait although nobody asks; an outage of the provider's passes
 * by itself.
 */
final class ProviderHealth extends AbstractHealthIndicator {
  private final Errands errands;
  private final Till till;

  ProviderHealth(Errands errands, Till till) {
    super("the payment provider's health could not be told");
    this.errands = errands;
    this.till = till;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    Errands.Waiting waiting = errands.waiting();
    builder.up().withDetail("waiting", waiting.count());
    waiting.since().ifPresent(since -> builder.withDetail("since", since.toString()));
    waiting
        .toMend()
        .ifPresent(
            trouble ->
                builder
                    .down()
                    .withDetail("toMend", waiting.toMendCount())
                    .withDetail("trouble", trouble));
    if (till == Till.LEDGER && waiting.count() > 0) {
      builder
          .down()
          .withDetail("trouble", "payment.provider.kind is ledger, so nobody asks the provider");
    }
  }
}
