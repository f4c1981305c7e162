package dev.ensemble.local.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where a broker listens, and where it tells others that it does. Of several brokers each has a
 * listener per process, because a client goes where the broker's answer sends it: only so has each
 * process a road of its own to each broker.
 */
final class BrokerListeners {
  private static final String HOST = "127.0.0.1:";

  private final Cluster cluster;
  private final Ports ports;
  private final int number;
  private final Map<String, Integer> bound = new LinkedHashMap<>();
  private final Map<String, Integer> advertised = new LinkedHashMap<>();

  BrokerListeners(Cluster cluster, Ports ports, int number) {
    this.cluster = cluster;
    this.ports = ports;
    this.number = number;
    add("PLAINTEXT", ports.broker(number), ports.broker(number));
    if (cluster.brokers() > 1) {
      int peers = ports.peers(number);
      add("PEERS", peers, cluster.roads().between("peers", cluster.broker(number), peers));
      for (Program program : Program.values()) {
        for (int replica = 1; replica <= cluster.replicas(); replica++) {
          add(
              program.shortName().toUpperCase(Locale.ROOT) + replica,
              ports.broker(number, program, replica),
              Settings.roadToBroker(cluster, ports, number, program, replica));
        }
      }
    }
  }

  private void add(String name, int port, int road) {
    bound.put(name, port);
    advertised.put(name, road);
  }

  String bound() {
    return list(bound) + ",CONTROLLER://" + HOST + ports.controller(number);
  }

  String advertised() {
    return list(advertised);
  }

  private static String list(Map<String, Integer> listeners) {
    return listeners.entrySet().stream()
        .map(one -> one.getKey() + "://" + HOST + one.getValue())
        .collect(Collectors.joining(","));
  }

  String protocols() {
    List<String> names = new ArrayList<>(bound.keySet());
    names.add("CONTROLLER");
    return names.stream().map(name -> name + ":PLAINTEXT").collect(Collectors.joining(","));
  }

  String voters() {
    return IntStream.rangeClosed(1, cluster.brokers())
        .mapToObj(one -> one + "@" + HOST + ports.controller(one))
        .collect(Collectors.joining(","));
  }
}
