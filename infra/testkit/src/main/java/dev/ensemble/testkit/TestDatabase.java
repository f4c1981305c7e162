package dev.ensemble.testkit;

import com.zaxxer.hikari.util.DriverDataSource;
import dev.ensemble.testkit.servers.PostgresServer;
import dev.ensemble.testkit.servers.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A fresh database on a real PostgreSQL, with a service's least-privilege roles: {@code
 * <service>_owner} owns it and migrates, {@code <service>_app} runs the service, {@code relay}
 * replicates. No role of them is a superuser.
 */
public final class TestDatabase {
  /** The one of this JVM, started at first use and stopped with the JVM. */
  private static final PostgresServer SERVER = startServerOfThisJvm();

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String PASSWORD = "not-a-secret";

  private final String service;
  private final String name;

  private TestDatabase(String service, String name) {
    this.service = service;
    this.name = name;
  }

  /**
   * Creates a database for the service.
   *
   * @param service a short name in lower case: {@code order}
   */
  public static TestDatabase create(String service) {
    if (!service.matches("[a-z][a-z_]{0,30}")) {
      throw new IllegalArgumentException("not a service's short name: " + service);
    }
    TestDatabase database =
        new TestDatabase(service, service + "_service_" + COUNT.incrementAndGet());
    JdbcClient server = JdbcClient.create(SERVER.superuser("postgres"));
    role(server, database.ownerUser(), "LOGIN");
    role(server, database.appUser(), "LOGIN");
    role(server, database.relayUser(), "LOGIN REPLICATION");
    run(server, "CREATE DATABASE " + database.name + " OWNER " + database.ownerUser());
    run(server, "REVOKE ALL ON DATABASE " + database.name + " FROM PUBLIC");
    run(
        server,
        "GRANT CONNECT ON DATABASE %s TO %s, %s"
            .formatted(database.name, database.appUser(), database.relayUser()));
    run(JdbcClient.create(database.superuser()), "REVOKE ALL ON SCHEMA public FROM PUBLIC");
    return database;
  }

  private static PostgresServer startServerOfThisJvm() {
    PostgresServer started = Servers.postgres();
    Runtime.getRuntime().addShutdownHook(new Thread(started::close, "testkit-postgres-stop"));
    return started;
  }

  private static void role(JdbcClient server, String role, String attributes) {
    boolean there =
        server
            .sql("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role)")
            .param("role", role)
            .query(Boolean.class)
            .single();
    if (!there) {
      run(server, "CREATE ROLE %s %s PASSWORD '%s'".formatted(role, attributes, PASSWORD));
    }
  }

  private static void run(JdbcClient client, String statement) {
    client.sql(statement).update();
  }

  public String name() {
    return name;
  }

  /** What the server logs, of all databases; it is there as long as this JVM. */
  public Path serverLog() {
    return SERVER.log();
  }

  /**
   * Ends the server of all databases of this JVM with SIGQUIT: all connections are gone, and no
   * checkpoint is made. {@link #startServer()} brings it back with everything that was committed.
   */
  public static void crashServer() {
    SERVER.crash();
  }

  /**
   * Stops the same server in good order, as {@code pg_ctl stop -m fast} does: sessions are ended,
   * and whoever reads a replication slot may read to the end first.
   *
   * @return how long that took; at most a minute, after which it is crashed instead
   */
  public static Duration stopServer() {
    return SERVER.stop();
  }

  /** Returns when the server takes connections again, at its old port. */
  public static void startServer() {
    SERVER.startAgain();
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + SERVER.port() + "/" + name;
  }

  /** Where the server is, for a proxy before it. */
  public static int port() {
    return SERVER.port();
  }

  public String ownerUser() {
    return service + "_owner";
  }

  public String appUser() {
    return service + "_app";
  }

  public String relayUser() {
    return "relay";
  }

  public String password() {
    return PASSWORD;
  }

  /** Everything is allowed here: for looking into the database and for breaking it. */
  public DataSource superuser() {
    return SERVER.superuser(name);
  }

  public DataSource owner() {
    return as(ownerUser());
  }

  public DataSource app() {
    return as(appUser());
  }

  public DataSource relay() {
    return as(relayUser());
  }

  private DataSource as(String user) {
    return new DriverDataSource(
        jdbcUrl(), "org.postgresql.Driver", new Properties(), user, PASSWORD);
  }

  /** A service's settings for this database, with every worker stopped: the test steps them. */
  public Map<String, String> springProperties() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spring.datasource.url", jdbcUrl());
    settings.put("spring.datasource.username", appUser());
    settings.put("spring.datasource.password", PASSWORD);
    settings.put("spring.flyway.user", ownerUser());
    settings.put("spring.flyway.password", PASSWORD);
    settings.put("server.port", "0");
    settings.put("management.server.port", "0");
    settings.put("ensemble.messaging.inbox.auto-start", "false");
    for (String name : List.of("order", "payment", "inventory")) {
      settings.put(name + ".workers.auto-start", "false");
    }
    return settings;
  }

  /** Empties these tables and all that refer to them; what a migration put there is gone, too. */
  public void truncate(String... tables) {
    run(JdbcClient.create(superuser()), "TRUNCATE " + String.join(", ", tables) + " CASCADE");
  }

  /**
   * The number of rows of every table outside the catalogues and Flyway's histories. What upkeep
   * writes in passing is left out: it does so whenever it likes, and nothing has happened.
   */
  public Map<String, Long> counts() {
    return ofEachTable(
        "SELECT count(*) FROM %s", (client, sql) -> client.sql(sql).query(Long.class).single());
  }

  /** Every row of every table as text, sorted: equal before and after where nothing happened. */
  public Map<String, List<String>> rows() {
    return ofEachTable(
        "SELECT t::text FROM %s t ORDER BY 1",
        (client, sql) -> client.sql(sql).query(String.class).list());
  }

  /** Over one connection: a session of its own for each table would take longer than all looks. */
  private <T> Map<String, T> ofEachTable(String sql, BiFunction<JdbcClient, String, T> look) {
    Map<String, T> found = new TreeMap<>();
    try (Connection connection = superuser().getConnection()) {
      JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      for (String table : tables(client)) {
        found.put(table, look.apply(client, sql.formatted(table)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  private static List<String> tables(JdbcClient client) {
    return client
        .sql(
            """
            SELECT format('%I.%I', n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')
              AND n.nspname NOT LIKE 'pg_toast%'
              AND c.relname NOT LIKE 'flyway%'
              AND NOT (n.nspname = 'messaging'
                AND c.relname IN ('leases', 'dropped_days', 'closed_outbox_days'))
            ORDER BY 1
            """)
        .query(String.class)
        .list();
  }
}
