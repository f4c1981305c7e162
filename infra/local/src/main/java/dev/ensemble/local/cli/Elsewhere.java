package dev.ensemble.local.cli;

import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.players.Shop;
import dev.ensemble.local.stack.Refusal;
import dev.ensemble.local.stack.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a system is that somebody else has started, as said on the command line. */
final class Elsewhere {
  @Option(
      names = "--orders-at",
      required = true,
      paramLabel = "URLS",
      description = "order-service: http://host:port, of several replicas all, commas between.")
  String orders = "";

  @Option(
      names = "--payments-at",
      required = true,
      paramLabel = "URLS",
      description = "payment-service, likewise.")
  String payments = "";

  @Option(
      names = "--inventory-at",
      required = true,
      paramLabel = "URLS",
      description = "inventory-service, likewise.")
  String inventory = "";

  @Option(
      names = "--orders-in",
      required = true,
      paramLabel = "URL",
      description = "JDBC URL of order-service's database.")
  String ordersDatabase = "";

  @Option(
      names = "--payments-in",
      required = true,
      paramLabel = "URL",
      description = "JDBC URL of payment-service's database.")
  String paymentsDatabase = "";

  @Option(
      names = "--inventory-in",
      required = true,
      paramLabel = "URL",
      description = "JDBC URL of inventory-service's database.")
  String inventoryDatabase = "";

  @Option(
      names = "--reader",
      defaultValue = "reader",
      paramLabel = "ROLE",
      description = "A role that may read all three (default: ${DEFAULT-VALUE}).")
  String reader = "";

  @Option(
      names = "--password-file",
      required = true,
      paramLabel = "FILE",
      description = "Where its password stands: a command line is no place for it.")
  Path passwordFile = Path.of("");

  @Option(
      names = "--kafka",
      required = true,
      paramLabel = "SERVERS",
      description = "Brokers to begin with, host:port, commas between.")
  String kafka = "";

  Shop shop() {
    return new Shop(orders, payments, inventory);
  }

  /**
   * Where the invariants are looked for.
   *
   * @throws Refusal where the password cannot be read
   */
  Evidence evidence() {
    return new Evidence(
        ordersDatabase,
        paymentsDatabase,
        inventoryDatabase,
        reader,
        password(),
        kafka,
        Topics.RETENTION);
  }

  private String password() {
    try {
      return Files.readString(passwordFile).strip();
    } catch (IOException e) {
      throw new Refusal("the password of %s cannot be read: %s".formatted(reader, e), e);
    }
  }
}
