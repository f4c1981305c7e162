package dev.ensemble.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** From one process of a kind to the next: all ports of one lie within. */
  private static final int STEP = 20;

  /** After a broker's own two: one for its peers, then one for each process that connects. */
  private static final int PEERS = 2;

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
    return free(Cluster.NONE);
  }

  /** The same for several of each. */
  public static Ports free(Cluster cluster) {
    for (int attempt = 0; attempt < FREE_ATTEMPTS_MAX; attempt++) {
      Ports ports = new Ports(ThreadLocalRandom.current().nextInt(100, OFFSET_MAX));
      if (ports.all(cluster).values().stream().noneMatch(Ports::taken)) {
        return ports;
      }
    }
    throw new Refusal("no free ports found in " + FREE_ATTEMPTS_MAX + " attempts");
  }

  public int postgres() {
    return POSTGRES + offset;
  }

  public int broker() {
    return broker(1);
  }

  int broker(int number) {
    return BROKER + offset + (number - 1) * STEP;
  }

  int controller(int number) {
    return CONTROLLER + offset + (number - 1) * STEP;
  }

  /** Where the broker's peers connect to. */
  int peers(int number) {
    return broker(number) + PEERS;
  }

  /** Where this process connects to the broker, apart from all others. */
  int broker(int number, Program program, int replica) {
    int place = List.of(Program.values()).indexOf(program);
    return peers(number) + 1 + place * Cluster.REPLICAS_MAX + replica - 1;
  }

  /** Of the relay that somebody starts for a guest. */
  int guestRelay() {
    return GUEST_RELAY + offset;
  }

  public int controller() {
    return controller(1);
  }

  public int http(Program program) {
    return http(program, 1);
  }

  /**
   * Where one of several processes listens.
   *
   * @param replica from 1
   */
  public int http(Program program, int replica) {
    return program.httpPort() + offset + (replica - 1) * STEP;
  }

  public int management(Program program) {
    return management(program, 1);
  }

  /**
   * Where one of several processes is watched.
   *
   * @param replica from 1
   */
  public int management(Program program, int replica) {
    return program.managementPort() + offset + (replica - 1) * STEP;
  }

  /** Fails with the first port that somebody else listens on. */
  void requireFree(Cluster cluster) {
    all(cluster)
        .forEach(
            (owner, port) -> {
              if (taken(port)) {
                throw new Refusal(
                    "port %d, meant for %s, is taken by another process: stop that one, or move all our ports with --port-offset %d"
                        .formatted(port, owner, (offset + SUGGESTED_STEP) % OFFSET_MAX));
              }
            });
  }

  private Map<String, Integer> all(Cluster cluster) {
    Map<String, Integer> all = new LinkedHashMap<>();
    all.put("PostgreSQL", postgres());
    for (int number = 1; number <= cluster.brokers(); number++) {
      String broker = cluster.brokers() == 1 ? "" : " " + number;
      all.put("the Kafka broker" + broker, broker(number));
      all.put("the Kafka controller" + broker, controller(number));
    }
    for (Program program : Program.values()) {
      for (int replica = 1; replica <= cluster.replicas(); replica++) {
        String name = cluster.name(program, replica);
        all.put(name, http(program, replica));
        all.put(name + "'s management", management(program, replica));
      }
    }
    if (cluster.brokers() > 1) {
      apart(cluster, all);
    }
    return all;
  }

  private void apart(Cluster cluster, Map<String, Integer> all) {
    for (int number = 1; number <= cluster.brokers(); number++) {
      String broker = cluster.broker(number) + " for ";
      all.put(broker + "its peers", peers(number));
      for (Program program : Program.values()) {
        for (int replica = 1; replica <= cluster.replicas(); replica++) {
          String name = cluster.name(program, replica);
          all.put(broker + name, broker(number, program, replica));
        }
      }
    }
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
