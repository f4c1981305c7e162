package dev.ensemble.chaos.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.local.stack.Program;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * Something that a customer wants done once, however often it has to be sent.
 *
 * @param id of this wish; two with one key are two wishes
 * @param call its word in the history
 * @param service who is asked
 * @param method of HTTP
 * @param body empty for none
 * @param key the idempotency key, empty for what only reads
 * @param order whose it is; empty where that is not known yet
 */
record Operation(
    String id,
    String call,
    Program service,
    String method,
    String path,
    String body,
    String key,
    String order) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Operation place(Object body) {
    String key = UUID.randomUUID().toString();
    return new Operation(
        newId(), "place", Program.ORDER, "POST", "/orders", JSON.writeValueAsString(body), key, "");
  }

  /** Another wish under the same key. */
  Operation otherwise(Map<String, ?> otherBody) {
    return new Operation(
        newId(), call, service, method, path, JSON.writeValueAsString(otherBody), key, order);
  }

  static Operation cancel(String order) {
    String path = "/orders/" + order + "/cancellation";
    return new Operation(
        newId(), "cancel", Program.ORDER, "POST", path, "", UUID.randomUUID().toString(), order);
  }

  static Operation dispatch(String order) {
    String path = "/shipments/" + order + "/dispatch";
    return new Operation(
        newId(),
        "dispatch",
        Program.INVENTORY,
        "POST",
        path,
        "",
        UUID.randomUUID().toString(),
        order);
  }

  static Operation look(String order) {
    return new Operation(newId(), "look", Program.ORDER, "GET", "/orders/" + order, "", "", order);
  }

  static Operation lookAtPayment(String order) {
    return new Operation(
        newId(), "look-at-payment", Program.PAYMENT, "GET", "/payments/" + order, "", "", order);
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  boolean changesSomething() {
    return !key.isEmpty();
  }

  byte[] bytes() {
    return body.getBytes(UTF_8);
  }

  /** Equal where the wish is the same: what the server compares, seen from outside. */
  String fingerprint() {
    return Hash.of((method + " " + path + "\n" + body).getBytes(UTF_8));
  }
}
