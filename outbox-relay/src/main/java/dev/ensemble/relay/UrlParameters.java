package dev.ensemble.relay;

import static dev.ensemble.relay.Checks.require;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a source's URL may say beside the address. The driver lets a URL win over what a program
 * sets, so any other parameter could take away what the relay rests on: its sessions' options, its
 * names, how long it waits for an answer.
 */
final class UrlParameters {
  private static final Set<String> SECURITY =
      Set.of(
          "ssl",
          "sslmode",
          "sslNegotiation",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "sslpassword",
          "sslpasswordcallback",
          "sslfactory",
          "sslfactoryarg",
          "sslhostnameverifier",
          "sslResponseTimeout",
          "channelBinding",
          "requireAuth",
          "authenticationPluginClassName",
          "gssEncMode",
          "gssResponseTimeout",
          "gssUseDefaultCreds",
          "gsslib",
          "jaasLogin",
          "jaasApplicationName",
          "kerberosServerName",
          "useSpnego",
          "sspiServiceClass");
  private static final Set<String> NETWORK =
      Set.of(
          "socketFactory",
          "socketFactoryArg",
          "localSocketAddress",
          "tcpKeepAlive",
          "tcpNoDelay",
          "sendBufferSize",
          "receiveBufferSize");

  /** Seconds. Without an end a network that swallows everything would never be noticed. */
  private static final Map<String, Integer> AT_MOST =
      Map.of("connectTimeout", 60, "socketTimeout", 300);

  private UrlParameters() {}

  /** Values are not part of a sentence: they may be secrets. */
  static void check(String url, String property) {
    int query = url.indexOf('?');
    if (query < 0) {
      return;
    }
    for (String parameter : url.substring(query + 1).split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      Integer atMost = AT_MOST.get(name);
      if (atMost != null) {
        String seconds = parameter.substring(equals + 1);
        require(
            seconds.matches("[0-9]{1,4}") && isWithin(Integer.parseInt(seconds), atMost),
            "%s sets %s to something other than 1 to %d seconds".formatted(property, name, atMost));
      } else {
        require(
            name.isEmpty() || SECURITY.contains(name) || NETWORK.contains(name),
            "%s sets \"%s\", which is not for a URL to set: take it out. It may set %s"
                .formatted(property, name, known()));
      }
    }
  }

  private static boolean isWithin(int seconds, int atMost) {
    return 1 <= seconds && seconds <= atMost;
  }

  private static String known() {
    Set<String> names = new TreeSet<>(SECURITY);
    names.addAll(NETWORK);
    names.addAll(AT_MOST.keySet());
    return String.join(", ", names);
  }
}
