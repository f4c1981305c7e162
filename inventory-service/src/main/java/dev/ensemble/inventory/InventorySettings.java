package dev.ensemble.inventory;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The service's settings; a name that is none of these stops the start.
 *
 * @param dispatchAfter from payment to dispatch, for SKUs that name no handling time
 */
@ConfigurationProperties(prefix = "inventory", ignoreUnknownFields = false)
public record InventorySettings(
    @DefaultValue("PT1S") Duration dispatchAfter,
    @DefaultValue Dispatch dispatch,
    @DefaultValue Workers workers,
    @DefaultValue Limits limits) {

  public InventorySettings {
    if (dispatchAfter.isNegative()) {
      throw new IllegalArgumentException("inventory.dispatch-after is negative");
    }
  }

  /**
   * The worker that dispatches what is due.
   *
   * @param pace the pause between two looks that found nothing due
   * @param batchSizeMax shipments dispatched in one transaction
   */
  public record Dispatch(
      @DefaultValue("PT0.2S") Duration pace, @DefaultValue("100") int batchSizeMax) {
    public Dispatch {
      if (pace.isNegative() || pace.isZero()) {
        throw new IllegalArgumentException("inventory.dispatch.pace is not positive");
      }
      if (batchSizeMax < 1 || batchSizeMax > 1000) {
        throw new IllegalArgumentException("inventory.dispatch.batch-size-max is not 1..1000");
      }
    }
  }

  /**
   * What all workers have in common.
   *
   * @param autoStart whether they run by themselves; tests step them instead
   */
  public record Workers(@DefaultValue("true") boolean autoStart) {}

  /**
   * What one answer may cost.
   *
   * @param pageSizeMax how many items one page of the stock may list
   */
  public record Limits(@DefaultValue("200") int pageSizeMax) {
    public Limits {
      if (pageSizeMax < 1 || pageSizeMax > 1000) {
        throw new IllegalArgumentException("inventory.limits.page-size-max is not 1..1000");
      }
    }
  }
}
