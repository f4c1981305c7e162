package dev.ensemble.local.invariants;

import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Stack;
import dev.ensemble.local.stack.Topics;
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

  /** Of what a local system has done. */
  public static Evidence of(Stack stack) {
    return new Evidence(
        stack.jdbcUrl(Program.ORDER),
        stack.jdbcUrl(Program.PAYMENT),
        stack.jdbcUrl(Program.INVENTORY),
        dev.ensemble.local.stack.Databases.READER,
        stack.secrets().password(dev.ensemble.local.stack.Databases.READER),
        stack.bootstrapServers(),
        Topics.RETENTION);
  }

  /** Without the password: evidence ends up in logs. */
  @Override
  public String toString() {
    return "%s, %s, %s as %s; %s".formatted(orders, payments, inventory, user, bootstrapServers);
  }
}
