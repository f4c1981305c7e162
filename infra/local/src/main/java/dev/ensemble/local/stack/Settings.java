package dev.ensemble.local.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Each program's settings as environment variables: addresses, roles, passwords. */
final class Settings {
  /**
   * How long an order may take. A healthy one takes a second or two, so that even on two busy cores
   * the deadline hits only orders that are meant to miss it; and whoever watches need not wait long
   * for one that does.
   */
  static final String ORDER_DEADLINE = "PT10S";

  private final Ports ports;
  private final Secrets secrets;
  private final Cluster cluster;

  Settings(Ports ports, Secrets secrets, Cluster cluster) {
    this.ports = ports;
    this.secrets = secrets;
    this.cluster = cluster;
  }

  Map<String, String> of(Program program, int replica) {
    return program == Program.RELAY ? relay(replica) : service(program, replica);
  }

  private Map<String, String> service(Program program, int replica) {
    String name = program.shortName();
    Map<String, String> settings = listening(program, replica);
    settings.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
    settings.put("MANAGEMENT_SERVER_PORT", "" + ports.management(program, replica));
    settings.put("SPRING_DATASOURCE_URL", jdbcUrl(postgres(program, replica), program));
    settings.put("SPRING_DATASOURCE_USERNAME", name + "_app");
    settings.put("SPRING_DATASOURCE_PASSWORD", secrets.password(name + "_app"));
    settings.put("SPRING_FLYWAY_USER", name + "_owner");
    settings.put("SPRING_FLYWAY_PASSWORD", secrets.password(name + "_owner"));
    settings.put("ENSEMBLE_MESSAGING_KAFKA_BOOTSTRAPSERVERS", brokers(program, replica));
    // A static member: a killed service that is back takes its partitions at once, instead of
    // waiting until the group has given up its predecessor.
    settings.put("ENSEMBLE_MESSAGING_INBOX_INSTANCEID", name + "-" + replica);
    settings.put("ENSEMBLE_MESSAGING_RETENTION_RELAYSLOT", slot(name));
    if (program == Program.ORDER) {
      settings.put("ORDER_DEADLINE", ORDER_DEADLINE);
    }
    return settings;
  }

  /** Under which the relay holds its place, and the service knows what is published. */
  static String slot(String service) {
    return "outbox_" + service;
  }

  private Map<String, String> relay(int replica) {
    Map<String, String> settings = listening(Program.RELAY, replica);
    settings.put("RELAY_KAFKA_BOOTSTRAPSERVERS", brokers(Program.RELAY, replica));
    int postgres = postgres(Program.RELAY, replica);
    for (Program service : List.of(Program.ORDER, Program.PAYMENT, Program.INVENTORY)) {
      String source = "RELAY_SOURCES_" + service.name() + "_";
      settings.put(source + "URL", jdbcUrl(postgres, service));
      settings.put(source + "USERNAME", "relay");
      settings.put(source + "PASSWORD", secrets.password("relay"));
      settings.put(source + "SLOT", slot(service.shortName()));
      settings.put(source + "PUBLICATION", "outbox");
    }
    return settings;
  }

  private Map<String, String> listening(Program program, int replica) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("SERVER_ADDRESS", "127.0.0.1");
    settings.put("SERVER_PORT", "" + ports.http(program, replica));
    return settings;
  }

  private int postgres(Program program, int replica) {
    return cluster.roads().between(cluster.name(program, replica), "postgres", ports.postgres());
  }

  /** Where several brokers are, each tells this process of them by the ports that are its own. */
  private String brokers(Program program, int replica) {
    if (cluster.brokers() == 1) {
      return "127.0.0.1:" + ports.broker();
    }
    return IntStream.rangeClosed(1, cluster.brokers())
        .mapToObj(number -> "127.0.0.1:" + roadToBroker(cluster, ports, number, program, replica))
        .collect(Collectors.joining(","));
  }

  static int roadToBroker(Cluster cluster, Ports ports, int number, Program program, int replica) {
    int port = ports.broker(number, program, replica);
    return cluster.roads().between(cluster.name(program, replica), cluster.broker(number), port);
  }

  static String jdbcUrl(int port, Program program) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + Databases.nameOf(program);
  }
}
