package dev.ensemble.testkit.hostile;

import java.util.UUID;

/**
 * A call that a service executes, however often it is sent with a new key, and that is then spoilt
 * in every way of the table.
 *
 * @param headers further lines of the request's head, empty or each ended by CR LF
 * @param template the JSON body, with {@code #} where its {@code value} stands; empty where the
 *     call has no body
 * @param value a number, or whatever the field takes
 */
public record GoodCall(
    String method, String path, Key key, String headers, String template, String value) {

  /** What the service makes of the header {@code Idempotency-Key}. */
  public enum Key {
    /** It wants one. */
    REQUIRED,
    /** The body itself names the call, and no other key is taken. */
    IN_THE_BODY,
    /** It is not looked at. */
    IGNORED
  }

  /** One that needs nothing but its key and its body. */
  public static GoodCall of(String method, String path, Key key, String template, String value) {
    return new GoodCall(method, path, key, "", template, value);
  }

  boolean hasBody() {
    return !template.isEmpty();
  }

  /** The body with something else in the place of its value. */
  String bodyWith(String other) {
    return template.replace("#", other);
  }

  String body() {
    return bodyWith(value);
  }

  String keyLine() {
    return key == Key.REQUIRED ? "Idempotency-Key: " + UUID.randomUUID() + "\r\n" : "";
  }

  String typeLine() {
    return hasBody() ? "Content-Type: application/json\r\n" : "";
  }

  /** As a decent client sends it. */
  RawRequest request() {
    return RawRequest.of(this, keyLine() + typeLine(), body());
  }
}
