package dev.ensemble.relay;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;

/** Somebody with a replication connection of their own, who knows nothing of relays. */
record ForeignReader(Connection connection, PGReplicationStream stream, int pid)
    implements AutoCloseable {

  static ForeignReader of(OutboxDatabase database) throws SQLException {
    SourceSettings settings = database.settings();
    Properties properties = new Properties();
    PGProperty.USER.set(properties, settings.username());
    PGProperty.PASSWORD.set(properties, settings.password());
    PGProperty.APPLICATION_NAME.set(properties, "a stranger");
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
    Connection connection = DriverManager.getConnection(settings.url(), properties);
    PGConnection postgres = connection.unwrap(PGConnection.class);
    PGReplicationStream stream =
        postgres
            .getReplicationAPI()
            .replicationStream()
            .logical()
            .withSlotName(settings.slot())
            .withSlotOption("proto_version", 1)
            .withSlotOption("publication_names", settings.publication())
            .start();
    return new ForeignReader(connection, stream, postgres.getBackendPID());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
