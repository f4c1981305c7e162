package dev.ensemble.idempotency;

import java.util.regex.Pattern;

/**
 * A call that may come more than once. Client, operation and key together say which call it is: two
 * clients, or two operations, never collide.
 *
 * @param client who calls, as the service itself has found out; never what a caller merely claims
 * @param operation what is called, of a small set: {@code POST /orders/{id}/cancellation}
 * @param key the caller's name for this call: 1 to 255 visible ASCII characters
 * @param fingerprint what the call says
 */
public record Command(String client, String operation, String key, Fingerprint fingerprint) {
  private static final int CHARACTERS_MAX = 255;
  private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cntrl}]{1,255}");
  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,255}");

  public Command {
    if (!PRINTABLE.matcher(client).matches() || !PRINTABLE.matcher(operation).matches()) {
      throw new IllegalArgumentException(
          "Client and operation have 1 to " + CHARACTERS_MAX + " characters, none for control");
    }
    if (!VISIBLE.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "A key has 1 to " + CHARACTERS_MAX + " visible ASCII characters");
    }
  }

  /** The same for all calls that are one call. */
  Scope scope() {
    return new Scope(client, operation, key);
  }

  /** Which call it is. */
  record Scope(String client, String operation, String key) {}
}
