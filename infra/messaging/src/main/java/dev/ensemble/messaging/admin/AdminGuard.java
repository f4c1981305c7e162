package dev.ensemble.messaging.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ensemble.messaging.MessagingProperties;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Who may come in by the management port: whoever shows the token; where none is set, whoever
 * reaches this machine's own address and says so. Anywhere else the application does not start
 * without a token.
 */
final class AdminGuard {
  private static final String BEARER = "Bearer ";

  /**
   * A page in a browser on this machine reaches the loopback address by a name of its own (DNS
   * rebinding), and then the browser sends that name.
   */
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Tomcat takes X-Forwarded-For away where it has believed it, and says what stood there. */
  private static final Pattern LOOPBACK_ADDRESS =
      Pattern.compile("127(?:[.][0-9]{1,3}){3}|0:0:0:0:0:0:0:1|::1");

  private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

  private final byte @Nullable [] token;
  private final boolean protectedElsewhere;

  /**
   * @param port whether the management port is one of its own
   * @param address that it listens on; null is all of them
   * @throws InvalidConfigurationPropertyValueException where anybody could come in
   */
  AdminGuard(
      MessagingProperties.Admin settings, ManagementPortType port, @Nullable InetAddress address) {
    String given = settings.token();
    boolean own = port == ManagementPortType.DIFFERENT;
    boolean local = own && address != null && address.isLoopbackAddress();
    if (given == null
        && !local
        && !settings.protectedElsewhere()
        && port != ManagementPortType.DISABLED) {
      throw new InvalidConfigurationPropertyValueException(
          "ensemble.messaging.admin.token",
          null,
          """
          It is missing, and %s: whoever reaches it could discard events. Set \
          ensemble.messaging.admin.token or .token-file, or give management.server.port a number \
          of its own and management.server.address 127.0.0.1, or say with \
          ensemble.messaging.admin.protected-elsewhere=true that something else asks callers who \
          they are, or do not expose parked, redrive, discard, park and inbox."""
              .formatted(own ? where(address) : "the management port is the application's own"));
    }
    this.token = given == null ? null : given.getBytes(US_ASCII);
    this.protectedElsewhere = settings.protectedElsewhere();
  }

  private static String where(@Nullable InetAddress address) {
    return "the management port listens on "
        + (address == null ? "every address" : address.getHostAddress());
  }

  boolean lets(HttpServletRequest request) {
    if (protectedElsewhere) {
      return true;
    }
    if (token == null) {
      return isAskedForHere(request);
    }
    String shown = request.getHeader("Authorization");
    // Takes as long for a wrong token as for the right one.
    return shown != null
        && shown.startsWith(BEARER)
        && MessageDigest.isEqual(token, shown.substring(BEARER.length()).getBytes(US_ASCII));
  }

  /**
   * As the connection brought it: where forwarded headers are believed, the server's name and the
   * caller's address are what those say, and a page may send them.
   */
  private static boolean isAskedForHere(HttpServletRequest request) {
    ServletRequest raw = request;
    while (raw instanceof ServletRequestWrapper wrapper) {
      raw = wrapper.getRequest();
    }
    return raw instanceof HttpServletRequest http
        && LOOPBACK_ADDRESS.matcher(raw.getRemoteAddr()).matches()
        && Collections.list(http.getHeaderNames()).stream().noneMatch(AdminGuard::isForwarded)
        && LOOPBACK_NAMES.contains(withoutPort(http.getHeader("Host")));
  }

  private static boolean isForwarded(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return name.equals("forwarded") || name.startsWith("x-forwarded-");
  }

  private static String withoutPort(@Nullable String host) {
    return host == null ? "" : PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
  }

  String refusal() {
    return token == null
        ? "Without a token this is asked for by the name localhost or 127.0.0.1, and by no proxy."
        : "This wants the header 'Authorization: Bearer' with ensemble.messaging.admin.token.";
  }
}
