package dev.ensemble.chaos.check;

import dev.ensemble.chaos.check.Wishes.Answer;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to a wish to cancel or to dispatch is what became of the order in the end: a
 * yes was kept, and a no that is for good stayed one.
 */
final class ChangeInvariants {
  private static final String ORDERS =
      "SELECT id::text, status, cancellation <> 'NONE' FROM orders.orders";

  private static final String RESERVATIONS =
      "SELECT order_id::text, status FROM inventory.reservations";

  private final Wishes wishes;
  private final Map<String, End> ends = new HashMap<>();
  private final Map<String, String> reservations = new HashMap<>();

  /**
   * @param asked whether somebody's wish to cancel it is known
   */
  private record End(String status, boolean asked) {}

  ChangeInvariants(Wishes wishes, Database orders, Database inventory) {
    this.wishes = wishes;
    orders.each(
        ORDERS, row -> ends.put(row.getString(1), new End(row.getString(2), row.getBoolean(3))));
    inventory.each(RESERVATIONS, row -> reservations.put(row.getString(1), row.getString(2)));
  }

  List<Finding> check() {
    return List.of(
        every(
            "what was said of a cancellation is what became of the order",
            "cancel",
            this::isCancelledAsSaid),
        every(
            "what was said of a dispatch is what became of the parcel",
            "dispatch",
            this::isDispatchedAsSaid));
  }

  private interface Kept {
    boolean is(Answer answer, String order);
  }

  private Finding every(String invariant, String call, Kept kept) {
    List<String> offenders = new ArrayList<>();
    long[] looked = new long[1];
    wishes
        .keys()
        .forEach(
            (name, key) -> {
              Answer answer = key.call.equals(call) ? wishes.answer(name) : null;
              if (answer != null) {
                looked[0]++;
                if (!kept.is(answer, key.order)) {
                  offenders.add(
                      "%s (key %s): heard %d, is %s, %s"
                          .formatted(
                              key.order,
                              name,
                              answer.status(),
                              ends.get(key.order),
                              reservations.getOrDefault(key.order, "without a reservation")));
                }
              }
            });
    return Finding.of(invariant, looked[0] + " answers", offenders);
  }

  /** 200 says that it has happened, 202 that it is asked for, and the 409 that it is too late. */
  private boolean isCancelledAsSaid(Answer answer, String order) {
    @Nullable End end = ends.get(order);
    if (end == null) {
      return answer.status() == 404;
    }
    return switch ((int) answer.status()) {
      case 200 -> end.status().equals("CANCELLED");
      case 202 -> end.asked() || end.status().equals("CANCELLED");
      case 404 -> false;
      case 409 -> end.status().equals("COMPLETED");
      default -> true;
    };
  }

  /** A parcel has left for good, and one that ended otherwise never leaves. */
  private boolean isDispatchedAsSaid(Answer answer, String order) {
    boolean hasLeft = "DISPATCHED".equals(reservations.get(order));
    End end = ends.get(order);
    return switch ((int) answer.status()) {
      case 200 -> hasLeft && end != null && end.status().equals("COMPLETED");
      case 409 -> !hasLeft;
      default -> true;
    };
  }
}
