package dev.ensemble.relay;

import io.debezium.connector.postgresql.PostgresConnector;
import org.apache.kafka.connect.connector.Task;

/**
 * Debezium's connector with one thing taken away: it cannot make a slot. Public only because the
 * engine makes it by its name.
 */
public class GuardedConnector extends PostgresConnector {
  @Override
  public Class<? extends Task> taskClass() {
    return GuardedConnectorTask.class;
  }
}
