package dev.ensemble.idempotency;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/**
 * Says who calls. Keys of two clients never meet, so it must rest on what was proved: never on the
 * body, nor on a header that anyone may set. A service with another notion of a client defines a
 * bean of this type.
 */
@FunctionalInterface
public interface Clients {

  /** A name of 1 to 300 characters, the same at each call of this client. */
  String clientOf(HttpServletRequest request);

  /**
   * The authenticated principal's name; all others together are {@code anonymous}. A principal who
   * happens to be called so is not taken for them.
   */
  static Clients byPrincipal() {
    return request -> {
      Principal principal = request.getUserPrincipal();
      return principal == null ? "anonymous" : "principal " + principal.getName();
    };
  }
}
