package dev.ensemble.testkit.guilty.http;

import dev.ensemble.order.Neighbour;
import dev.ensemble.testkit.guilty.store.OpenStore;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Public, with SQL in the wrong room, injected fields, a neighbour and another service. */
public class OpenHouse {
  @Autowired JdbcClient jdbc;

  @Value("${house.name}")
  String name = "";

  OpenStore store = new OpenStore();
  Neighbour service = new Neighbour();

  OpenHouse(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  int process(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }
}
