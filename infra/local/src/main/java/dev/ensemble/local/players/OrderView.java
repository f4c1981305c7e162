package dev.ensemble.local.players;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What we read of an order as order-service shows it.
 *
 * @param status PLACED, RESERVED, PAID, SHIPPING, CANCELLING, COMPLETED or CANCELLED
 * @param endReason why it was cancelled, null otherwise
 * @param cancellation NONE, REQUESTED or REFUSED
 * @param history the way it went
 */
public record OrderView(
    UUID orderId,
    String status,
    @Nullable String endReason,
    @Nullable String cancellation,
    List<Step> history) {

  /** One status that the order was in, since when, and because of which fact. */
  public record Step(String status, @Nullable String because, @Nullable Instant at) {}

  boolean ended() {
    return status.equals("COMPLETED") || status.equals("CANCELLED");
  }

  boolean passed(String which) {
    return history.stream().anyMatch(step -> step.status().equals(which));
  }
}
