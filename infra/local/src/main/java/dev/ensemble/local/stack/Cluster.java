package dev.ensemble.local.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many of each there are, and how they reach one another.
 *
 * @param brokers 1, or 3 with every record on all of them; each is a controller, too
 * @param replicas processes of each program, which share its database and its consumer group
 * @param roads how one process reaches another
 * @param postgres what PostgreSQL is told beside the usual, or instead of it
 */
public record Cluster(int brokers, int replicas, Roads roads, Map<String, String> postgres) {
  /** Ports are laid out for this many. */
  public static final int REPLICAS_MAX = 2;

  public static final int BROKERS_MAX = 3;

  /** One of each, side by side. */
  public static final Cluster NONE = new Cluster(1, 1, Roads.DIRECT, Map.of());

  /** How one process reaches another; a network that fails on purpose may lie in between. */
  @FunctionalInterface
  public interface Roads {
    Roads DIRECT = (from, to, port) -> port;

    /**
     * Always the same for the same pair; asked before anything is started.
     *
     * @param port where {@code to} listens, on 127.0.0.1
     * @return where {@code from} connects to, on 127.0.0.1
     */
    int between(String from, String to, int port);
  }

  public Cluster {
    if ((brokers != 1 && brokers != BROKERS_MAX) || replicas < 1 || replicas > REPLICAS_MAX) {
      throw new IllegalArgumentException(
          "1 or %d brokers and 1 to %d of each program, not %d and %d"
              .formatted(BROKERS_MAX, REPLICAS_MAX, brokers, replicas));
    }
    postgres = Map.copyOf(postgres);
  }

  /** Brokers are numbered from 1, where there are several. */
  String broker(int number) {
    return brokers == 1 ? "kafka" : "kafka-" + number;
  }

  /** A program's processes are numbered from 1, where there are several. */
  public String name(Program program, int replica) {
    return replicas == 1 ? program.artifact() : program.artifact() + "-" + replica;
  }

  /** Every process beside PostgreSQL and the brokers that may run, in whatever cluster. */
  static List<String> allNames() {
    List<String> names = new ArrayList<>();
    for (Program program : Program.values()) {
      names.add(program.artifact());
      for (int replica = 1; replica <= REPLICAS_MAX; replica++) {
        names.add(program.artifact() + "-" + replica);
      }
    }
    names.add("kafka");
    for (int number = 1; number <= BROKERS_MAX; number++) {
      names.add("kafka-" + number);
    }
    return names;
  }

  short copies() {
    return (short) brokers;
  }
}
