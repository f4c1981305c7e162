package dev.ensemble.payment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The service's settings; a name that is none of these stops the start.
 *
 * @param chargeDue the worker that decides pending charges whose time has come
 * @param workers what all workers have in common
 */
@ConfigurationProperties(prefix = "payment", ignoreUnknownFields = false)
public record PaymentSettings(@DefaultValue ChargeDue chargeDue, @DefaultValue Workers workers) {

  /**
   * How the charge-due worker goes about it.
   *
   * @param pace the pause after a pass that found nothing due
   * @param batchSizeMax the most payments that one pass, and so one transaction, takes
   */
  public record ChargeDue(
      @DefaultValue("500ms") Duration pace, @DefaultValue("100") int batchSizeMax) {
    public ChargeDue {
      if (!pace.isPositive()) {
        throw new IllegalArgumentException("payment.charge-due.pace must be above zero: " + pace);
      }
      if (batchSizeMax < 1 || batchSizeMax > 1000) {
        throw new IllegalArgumentException(
            "payment.charge-due.batch-size-max must be 1 to 1000: " + batchSizeMax);
      }
    }
  }

  /**
   * What all workers have in common.
   *
   * @param autoStart whether they run by themselves; tests step them instead
   */
  public record Workers(@DefaultValue("true") boolean autoStart) {}
}
