package dev.ensemble.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where everything listens: the standard ports, all moved by one offset, always on 127.0.0.1.
 *
 * @param offset added to every port, 0 to {@value #OFFSET_MAX}
 */
public record Ports(int offset) {
  // All below 32,768: above it lies what Linux gives to outgoing connections (macOS: above 49,152),
  // so that any client could take our ports, or, asking for them, connect to itself.
  private static final int POSTGRES = 15432;
  private static final int BROKER = 19092;
  private static final int CONTROLLER = 19093;
  private static final int GUEST_RELAY = 8119;

  /** The highest port stays below those of outgoing connections. */
  public static final int OFFSET_MAX = 6000;

  /** A port is free or not within a moment: nobody on this machine needs longer to answer. */
  private static final int CONNECT_TIMEOUT_MILLIS = 200;

  /** Far enough that services, brokers and databases of two systems never meet. */
  private static final int SUGGESTED_STEP = 100;

  private static final int FREE_ATTEMPTS_MAX = 100;

  public Ports {
    if (offset < 0 || offset > OFFSET_MAX) {
      throw new Refusal("--port-offset must be between 0 and " + OFFSET_MAX + ", not " + offset);
    }
  }

  /** Some offset whose ports are all free now; for tests that run beside a system. */
  public static Ports free() {
    for (int attempt = 0; attempt < FREE_ATTEMPTS_MAX; attempt++) {
      Ports ports = new Ports(ThreadLocalRandom.current().nextInt(100, OFFSET_MAX));
      if (ports.all().values().stream().noneMatch(Ports::taken)) {
        return ports;
      }
    }
    throw new Refusal("no free ports found in " + FREE_ATTEMPTS_MAX + " attempts");
  }

  public int postgres() {
    return POSTGRES + offset;
  }

  public int broker() {
    return BROKER + offset;
  }

  /** Of the relay that somebody starts for a guest. */
  int guestRelay() {
    return GUEST_RELAY + offset;
  }

  public int controller() {
    return CONTROLLER + offset;
  }

  public int http(Program program) {
    return program.httpPort() + offset;
  }

  public int management(Program program) {
    return program.managementPort() + offset;
  }

  /** Fails with the first port that somebody else listens on. */
  void requireFree() {
    all()
        .forEach(
            (owner, port) -> {
              if (taken(port)) {
                throw new Refusal(
                    "port %d, meant for %s, is taken by another process: stop that one, or move all our ports with --port-offset %d"
                        .formatted(port, owner, (offset + SUGGESTED_STEP) % OFFSET_MAX));
              }
            });
  }

  private Map<String, Integer> all() {
    Map<String, Integer> all = new LinkedHashMap<>();
    all.put("PostgreSQL", postgres());
    all.put("the Kafka broker", broker());
    all.put("the Kafka controller", controller());
    for (Program program : Program.values()) {
      all.put(program.artifact(), http(program));
      all.put(program.artifact() + "'s management", management(program));
    }
    return all;
  }

  private static boolean taken(int port) {
    return answers(port) || !bindable(port);
  }

  /** Someone listens there; binding alone misses a listener on all addresses on macOS. */
  static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
      return true;
    } catch (IOException nobodyThere) {
      return false;
    }
  }

  private static boolean bindable(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // a connection of an earlier run in TIME_WAIT is no listener
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }
}
