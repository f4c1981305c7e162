package dev.ensemble.testkit.stripe;

import dev.ensemble.testkit.stripe.FakeStripe.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Intents and their states; and the money, which moves here alone. */
public final class FakeIntents {
  private final Map<String, Intent> all = new LinkedHashMap<>();
  private final List<Movement> movements = new ArrayList<>();
  private String nextConfirmed = "succeeded";
  private String nextRefund = "succeeded";
  private boolean isKeyAlone;

  /**
   * Money that moved.
   *
   * @param cents above zero where it came in, below where it went back
   */
  public record Movement(String orderId, long cents) {}

  private static final class Intent {
    private final String id;
    private final long cents;
    private String status = "requires_payment_method";
    private @Nullable String decline;
    private final String orderId;
    private @Nullable String refund;
    private long refundCents;

    Intent(String id, String orderId, long cents) {
      this.id = id;
      this.orderId = orderId;
      this.cents = cents;
    }

    String json() {
      String error =
          decline == null
              ? "null"
              : "{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":\"%s\"}"
                  .formatted(decline);
      return """
          {"id":"%s","object":"payment_intent","amount":%d,"currency":"eur","status":"%s",\
          "last_payment_error":%s}"""
          .formatted(id, cents, status, error);
    }
  }

  synchronized Answer create(Map<String, String> form) {
    if (!"eur".equals(form.get("currency"))
        || !"card".equals(form.get("payment_method_types[0]"))) {
      return Answer.error(400, "invalid_request_error", "parameter_invalid", "");
    }
    if (String.valueOf(form.get("customer")).equals("cus_nobody")) {
      return Answer.error(
          400, "invalid_request_error", "resource_missing", ",\"param\":\"customer\"");
    }
    Intent intent =
        new Intent(
            "pi_" + (all.size() + 1),
            String.valueOf(form.get("metadata[order_id]")),
            Long.parseLong(form.get("amount")));
    all.put(intent.id, intent);
    return Answer.ok(intent.json());
  }

  synchronized Answer confirm(String id, Map<String, String> form) {
    Intent intent = all.get(id);
    if (intent == null) {
      return missing();
    }
    if (!intent.status.equals("requires_payment_method")) {
      return unexpected(intent);
    }
    String method = String.valueOf(form.get("payment_method"));
    if (method.equals("pm_nobody")) {
      return Answer.error(
          400, "invalid_request_error", "resource_missing", ",\"param\":\"payment_method\"");
    }
    if (method.startsWith("pm_declined_")) {
      intent.decline = method.substring("pm_declined_".length());
      return Answer.error(
          402, "card_error", "card_declined", ",\"decline_code\":\"%s\"".formatted(intent.decline));
    }
    intent.status = nextConfirmed;
    if (nextConfirmed.equals("succeeded")) {
      movements.add(new Movement(intent.orderId, intent.cents));
    }
    return Answer.ok(intent.json());
  }

  synchronized Answer cancel(String id) {
    Intent intent = all.get(id);
    if (intent == null) {
      return missing();
    }
    if (!List.of("requires_payment_method", "requires_action").contains(intent.status)) {
      return unexpected(intent);
    }
    intent.status = "canceled";
    return Answer.ok(intent.json());
  }

  synchronized Answer retrieve(String id) {
    Intent intent = all.get(id);
    return intent == null ? missing() : Answer.ok(intent.json());
  }

  synchronized Answer refund(Map<String, String> form) {
    Intent intent = all.get(String.valueOf(form.get("payment_intent")));
    if (intent == null) {
      return missing();
    }
    if (!intent.status.equals("succeeded")) {
      return unexpected(intent);
    }
    if (intent.refund != null && !isKeyAlone) {
      return Answer.error(400, "invalid_request_error", "charge_already_refunded", "");
    }
    long cents = Long.parseLong(form.get("amount"));
    if (cents > intent.cents) {
      return Answer.error(400, "invalid_request_error", "amount_too_large", "");
    }
    intent.refundCents = cents;
    intent.refund = nextRefund;
    if (nextRefund.equals("succeeded")) {
      movements.add(new Movement(intent.orderId, -cents));
    }
    return Answer.ok(refundOf(intent));
  }

  synchronized Answer refunds(String intentId) {
    Intent intent = all.get(intentId);
    return Answer.ok(
        "{\"object\":\"list\",\"url\":\"/v1/refunds\",\"has_more\":false,\"data\":[%s]}"
            .formatted(intent == null || intent.refund == null ? "" : refundOf(intent)));
  }

  private static String refundOf(Intent intent) {
    return "{\"id\":\"re_1\",\"object\":\"refund\",\"status\":\"%s\",\"amount\":%d}"
        .formatted(intent.refund, intent.refundCents);
  }

  /** From now on a refund is another one by its key alone, as with providers that count nothing. */
  public synchronized void refundsByKeyAlone() {
    isKeyAlone = true;
  }

  /** What a confirmed intent, and a refund, are at first. */
  public synchronized void beginWith(String confirmed, String refunded) {
    nextConfirmed = confirmed;
    nextRefund = refunded;
  }

  /** The bank has made up its mind about every intent that it thought about. */
  public synchronized void conclude(String status) {
    for (Intent intent : all.values()) {
      if (intent.status.equals("processing")) {
        intent.status = status;
        if (status.equals("succeeded")) {
          movements.add(new Movement(intent.orderId, intent.cents));
        } else {
          intent.decline = "generic_decline";
        }
      }
    }
  }

  /** So have those who pass on the refunds. */
  public synchronized void concludeRefunds(String status) {
    for (Intent intent : all.values()) {
      if (intent.refund != null) {
        if (status.equals("succeeded") && !status.equals(intent.refund)) {
          movements.add(new Movement(intent.orderId, -intent.refundCents));
        }
        intent.refund = status;
      }
    }
  }

  private static Answer missing() {
    return Answer.error(404, "invalid_request_error", "resource_missing", ",\"param\":\"intent\"");
  }

  private static Answer unexpected(Intent intent) {
    return Answer.error(
        400,
        "invalid_request_error",
        "payment_intent_unexpected_state",
        ",\"payment_intent\":" + intent.json());
  }

  /** All money that moved, in turn. */
  public synchronized List<Movement> movements() {
    return List.copyOf(movements);
  }

  /** How often customers' money came in. */
  public synchronized long charges() {
    return movements.stream().filter(movement -> movement.cents() > 0).count();
  }

  /** How often money went back. */
  public synchronized long refundsMade() {
    return movements.stream().filter(movement -> movement.cents() < 0).count();
  }

  /** What is left of it with the provider. */
  public synchronized long heldCents() {
    return movements.stream().mapToLong(Movement::cents).sum();
  }

  /** How many intents there are, paid or not. */
  public synchronized int opened() {
    return all.size();
  }

  synchronized void reset() {
    all.clear();
    movements.clear();
    beginWith("succeeded", "succeeded");
    isKeyAlone = false;
  }
}
