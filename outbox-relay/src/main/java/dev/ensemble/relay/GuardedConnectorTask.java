package dev.ensemble.relay;

import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import java.sql.SQLException;

/** Hands the engine a guarded replication connection. Public only because the engine makes it. */
public class GuardedConnectorTask extends PostgresConnectorTask {
  @Override
  protected ReplicationConnection buildReplicationConnection(
      PostgresConnection connection, PostgresSchema schema, PostgresConnectorConfig config)
      throws SQLException {
    return new GuardedReplication(
        super.buildReplicationConnection(connection, schema, config),
        connection,
        config.slotName());
  }
}
