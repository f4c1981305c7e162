package dev.ensemble.local.invariants;

import java.time.Duration;

/**
 * Where to look.
 *
 * @param orders JDBC URL of order-service's database
 * @param payments JDBC URL of payment-service's database
 * @param inventory JDBC URL of inventory-service's database
 * @param user a role that may read all three
 * @param password its password
 * @param bootstrapServers the broker
 * @param topicsRetention for how long a record stays on its topic at least
 */
public record Evidence(
    String orders,
    String payments,
    String inventory,
    String user,
    String password,
    String bootstrapServers,
    Duration topicsRetention) {

  /** Without the password: evidence ends up in logs. */
  @Override
  public String toString() {
    return "%s, %s, %s as %s; %s".formatted(orders, payments, inventory, user, bootstrapServers);
  }
}
