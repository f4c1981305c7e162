package dev.ensemble.local.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  Settings(Ports ports, Secrets secrets) {
    this.ports = ports;
    this.secrets = secrets;
  }

  Map<String, String> of(Program program) {
    return program == Program.RELAY ? relay() : service(program);
  }

  private Map<String, String> service(Program program) {
    String name = program.shortName();
    Map<String, String> settings = listening(program);
    settings.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
    settings.put("MANAGEMENT_SERVER_PORT", "" + ports.management(program));
    settings.put("SPRING_DATASOURCE_URL", jdbcUrl(ports, program));
    settings.put("SPRING_DATASOURCE_USERNAME", name + "_app");
    settings.put("SPRING_DATASOURCE_PASSWORD", secrets.password(name + "_app"));
    settings.put("SPRING_FLYWAY_USER", name + "_owner");
    settings.put("SPRING_FLYWAY_PASSWORD", secrets.password(name + "_owner"));
    settings.put("ENSEMBLE_MESSAGING_KAFKA_BOOTSTRAPSERVERS", broker());
    // A static member: a killed service that is back takes its partitions at once, instead of
    // waiting until the group has given up its predecessor.
    settings.put("ENSEMBLE_MESSAGING_INBOX_INSTANCEID", name + "-1");
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

  private Map<String, String> relay() {
    Map<String, String> settings = listening(Program.RELAY);
    settings.put("RELAY_KAFKA_BOOTSTRAPSERVERS", broker());
    for (Program service : List.of(Program.ORDER, Program.PAYMENT, Program.INVENTORY)) {
      String source = "RELAY_SOURCES_" + service.name() + "_";
      settings.put(source + "URL", jdbcUrl(ports, service));
      settings.put(source + "USERNAME", "relay");
      settings.put(source + "PASSWORD", secrets.password("relay"));
      settings.put(source + "SLOT", slot(service.shortName()));
      settings.put(source + "PUBLICATION", "outbox");
    }
    return settings;
  }

  private Map<String, String> listening(Program program) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("SERVER_ADDRESS", "127.0.0.1");
    settings.put("SERVER_PORT", "" + ports.http(program));
    return settings;
  }

  private String broker() {
    return "127.0.0.1:" + ports.broker();
  }

  static String jdbcUrl(Ports ports, Program program) {
    return "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + Databases.nameOf(program);
  }
}
