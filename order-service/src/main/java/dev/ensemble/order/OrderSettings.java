package dev.ensemble.order;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The order service's own settings.
 *
 * @param deadline how long an order may take before its cancellation is asked for
 * @param expire the worker that looks for orders past their deadline
 * @param workers what holds for all workers
 */
@ConfigurationProperties(prefix = "order", ignoreUnknownFields = false)
public record OrderSettings(
    @DefaultValue("PT30S") Duration deadline,
    @DefaultValue Expire expire,
    @DefaultValue Workers workers) {

  /**
   * The expiry worker.
   *
   * @param pace the pause after a pass that found nothing due
   */
  public record Expire(@DefaultValue("PT0.5S") Duration pace) {
    public Expire {
      requirePositive("order.expire.pace", pace);
    }
  }

  /**
   * All workers.
   *
   * @param autoStart whether they start with the application; tests step them instead
   */
  public record Workers(@DefaultValue("true") boolean autoStart) {}

  public OrderSettings {
    requirePositive("order.deadline", deadline);
  }

  private static void requirePositive(String name, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(name + " must be longer than nothing, is " + duration);
    }
  }
}
