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
  // An OpenID subject has 255 characters at most, and may stand behind a word on where it is from.
  private static final Pattern CLIENT = Pattern.compile("[^\\p{Cntrl}]{1,300}");
  private static final Pattern OPERATION = Pattern.compile("[^\\p{Cntrl}]{1,255}");
  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  public Command {
    require(CLIENT, client, "A client has 1 to 300 characters, none of them for control");
    require(OPERATION, operation, "An operation has 1 to 255 characters, none of them for control");
    require(KEY, key, "A key has 1 to 255 visible ASCII characters");
  }

  private static void require(Pattern form, String value, String rule) {
    if (!form.matcher(value).matches()) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** The same for all calls that are one call. */
  Scope scope() {
    return new Scope(client, operation, key);
  }

  /** Which call it is. */
  record Scope(String client, String operation, String key) {}
}
