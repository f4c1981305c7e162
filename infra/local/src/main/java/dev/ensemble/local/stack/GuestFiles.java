package dev.ensemble.local.stack;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a guest and its relay must be told: two files of Spring Boot properties, readable by their
 * owner alone, because passwords stand in them.
 */
public final class GuestFiles {
  private final Guest guest;
  private final Ports ports;
  private final Secrets secrets;

  GuestFiles(Guest guest, Ports ports, Secrets secrets) {
    this.guest = guest;
    this.ports = ports;
    this.secrets = secrets;
  }

  /** For the service itself: where its database and the broker are, and who it is there. */
  public Path service() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spring.datasource.url", jdbcUrl());
    settings.put("spring.datasource.username", guest.app());
    settings.put("spring.datasource.password", secrets.password(guest.app()));
    settings.put("spring.flyway.user", guest.owner());
    settings.put("spring.flyway.password", secrets.password(guest.owner()));
    settings.put("ensemble.messaging.kafka.bootstrap-servers", broker());
    settings.put("ensemble.messaging.retention.relay-slot", Settings.slot(guest.name()));
    return write(guest.name() + ".properties", settings);
  }

  /** For a relay of its own: ours was started before the guest had an outbox. */
  public Path relay() {
    String source = "relay.sources." + guest.name().replace("_", "-") + ".";
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("server.port", "" + ports.guestRelay());
    settings.put("relay.kafka.bootstrap-servers", broker());
    settings.put(source + "url", jdbcUrl());
    settings.put(source + "username", Databases.RELAY);
    settings.put(source + "password", secrets.password(Databases.RELAY));
    settings.put(source + "slot", Settings.slot(guest.name()));
    settings.put(source + "publication", "outbox");
    return write(guest.name() + "-relay.properties", settings);
  }

  private String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + guest.database();
  }

  private String broker() {
    return "127.0.0.1:" + ports.broker();
  }

  private Path write(String name, Map<String, String> settings) {
    return secrets.write(
        name,
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining("\n")));
  }
}
