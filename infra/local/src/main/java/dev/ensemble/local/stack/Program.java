package dev.ensemble.local.stack;

import java.nio.file.Path;

/** What we start beside PostgreSQL and the broker, each as a process of its own. */
public enum Program {
  ORDER("order-service", "order", 8101, 8111),
  PAYMENT("payment-service", "payment", 8102, 8112),
  INVENTORY("inventory-service", "inventory", 8103, 8113),
  /** The relay answers on its management port alone. */
  RELAY("outbox-relay", "relay", 8114, 8114);

  private final String artifact;
  private final String shortName;
  private final int httpPort;
  private final int managementPort;

  Program(String artifact, String shortName, int httpPort, int managementPort) {
    this.artifact = artifact;
    this.shortName = shortName;
    this.httpPort = httpPort;
    this.managementPort = managementPort;
  }

  public String artifact() {
    return artifact;
  }

  /** The word in the names of its database, roles, slot and topic. */
  public String shortName() {
    return shortName;
  }

  /** The jar as the build leaves it under the house's root. */
  public Path jar(Path house) {
    return house.resolve(artifact).resolve("target").resolve(artifact + ".jar");
  }

  int httpPort() {
    return httpPort;
  }

  int managementPort() {
    return managementPort;
  }
}
