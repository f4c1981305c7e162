package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Who may ask the admin endpoints: whoever shows the token; where none is set, whoever can reach
 * this machine's own address.
 */
final class AdminGuard {
  private static final String BEARER = "Bearer ";
  // A page in a browser on this machine reaches the loopback address by a name of its own (DNS
  // rebinding), and then the browser sends that name.
  private static final Set<String> LOOPBACK_NAMES =
      Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final byte @Nullable [] token;

  /**
   * @param address that the port listens on; null is all of them
   */
  AdminGuard(AdminSettings settings, @Nullable InetAddress address) {
    String given = settings.token();
    if (given == null && (address == null || !address.isLoopbackAddress())) {
      throw new InvalidConfigurationPropertyValueException(
          "relay.admin.token",
          null,
          """
          It is missing, and the port listens on %s: whoever reaches it could pause the relay. \
          Set relay.admin.token or relay.admin.token-file, or server.address to 127.0.0.1."""
              .formatted(address == null ? "every address" : address.getHostAddress()));
    }
    this.token = given == null ? null : given.getBytes(US_ASCII);
  }

  boolean lets(HttpServletRequest request) {
    if (token == null) {
      return LOOPBACK_NAMES.contains(request.getServerName());
    }
    String shown = requireNonNullElse(request.getHeader("Authorization"), "");
    // Takes as long for a wrong token as for the right one.
    return shown.startsWith(BEARER)
        && MessageDigest.isEqual(token, shown.substring(BEARER.length()).getBytes(US_ASCII));
  }

  String refusal() {
    return token == null
        ? "Without a token the relay is asked by the name localhost or 127.0.0.1."
        : "The admin endpoints want the header 'Authorization: Bearer' with relay.admin.token.";
  }
}
