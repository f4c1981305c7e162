package dev.ensemble.local.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database per service, and roles that may do what they must and nothing else. */
public final class Databases {
  static final List<Program> SERVICES = List.of(Program.ORDER, Program.PAYMENT, Program.INVENTORY);
  static final String RELAY = "relay";

  /** Reads everything, changes nothing: for people and for the checks of the invariants. */
  public static final String READER = "reader";

  private final Ports ports;
  private final Secrets secrets;
  private final @Nullable Guest guest;

  Databases(Ports ports, Secrets secrets, @Nullable Guest guest) {
    this.ports = ports;
    this.secrets = secrets;
    this.guest = guest;
  }

  public static String nameOf(Program service) {
    return service.shortName() + "_service";
  }

  /** Makes what is missing; run at every start, so that a half-made cluster is completed. */
  void prepare() {
    try (Connection server = connect("postgres");
        Statement sql = server.createStatement()) {
      role(sql, RELAY, "LOGIN REPLICATION");
      role(sql, READER, "LOGIN");
      sql.execute("GRANT pg_read_all_data TO " + READER);
      for (Program service : SERVICES) {
        String name = service.shortName();
        database(sql, nameOf(service), name + "_owner", name + "_app");
      }
      if (guest != null) {
        database(sql, guest.database(), guest.owner(), guest.app());
      }
    } catch (SQLException e) {
      throw new Refusal("the databases cannot be prepared: " + e.getMessage(), e);
    }
  }

  private void role(Statement sql, String name, String attributes) throws SQLException {
    if (!exists(sql.getConnection(), "SELECT FROM pg_roles WHERE rolname = ?", name)) {
      sql.execute("CREATE ROLE " + name);
    }
    sql.execute(
        "ALTER ROLE %s %s PASSWORD '%s'".formatted(name, attributes, secrets.password(name)));
  }

  private void database(Statement sql, String name, String owner, String app) throws SQLException {
    role(sql, owner, "LOGIN");
    role(sql, app, "LOGIN");
    if (!exists(sql.getConnection(), "SELECT FROM pg_database WHERE datname = ?", name)) {
      sql.execute("CREATE DATABASE %s OWNER %s".formatted(name, owner));
    }
    sql.execute("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(name));
    sql.execute("GRANT CONNECT ON DATABASE %s TO %s, %s, %s".formatted(name, app, RELAY, READER));
    try (Connection inside = connect(name);
        Statement there = inside.createStatement()) {
      there.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
    }
  }

  private static boolean exists(Connection server, String query, String name) throws SQLException {
    try (PreparedStatement statement = server.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  private Connection connect(String database) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + database;
    return DriverManager.getConnection(
        url, Postgres.SUPERUSER, secrets.password(Postgres.SUPERUSER));
  }
}
