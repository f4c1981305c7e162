package dev.ensemble.local.players;

import dev.ensemble.local.players.OrderView.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ended orders as order-service would show them. */
public final class Orders {
  private Orders() {}

  public static Outcome completed(String cancellation) {
    return outcome(
        Kind.COMPLETED, null, cancellation, "PLACED", "RESERVED", "PAID", "SHIPPING", "COMPLETED");
  }

  public static Outcome cancelled(String reason, String... way) {
    return outcome(Kind.COMPLETED, reason, "NONE", way);
  }

  public static Outcome outcome(
      Kind planned, @Nullable String reason, String cancellation, String... way) {
    UUID id = UUID.fromString("0199a0de-7c00-7000-8000-0000deadbeef");
    List<Step> history = Arrays.stream(way).map(status -> new Step(status, null, null)).toList();
    OrderView order = new OrderView(id, history.getLast().status(), reason, cancellation, history);
    Plan plan =
        new Plan(1, planned, "alice", List.of(new Plan.Line("desk", 3), new Plan.Line("tray", 2)));
    return new Outcome(plan, order, Duration.ofMillis(12_345));
  }
}
