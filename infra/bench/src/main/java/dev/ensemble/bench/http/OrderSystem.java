package dev.ensemble.bench.http;

import dev.ensemble.bench.common.AtExit;
import dev.ensemble.local.stack.Databases;
import dev.ensemble.local.stack.Narrator;
import dev.ensemble.local.stack.Ports;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Refusal;
import dev.ensemble.local.stack.Setup;
import dev.ensemble.local.stack.Stack;
import dev.ensemble.local.stack.Variant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL, a broker and order-service, from its packaged jar, with the call without a key added.
 * No relay and no other service: what they do with an order would take its share of the machine
 * from both contenders, and make the key look cheaper than it is.
 */
final class OrderSystem implements AutoCloseable {
  /** As people run it: the JVM's own choice of compiler and collector; memory that is enough. */
  private static final List<String> JVM = List.of("-Xmx512m");

  /**
   * Past the longest run: the worker that looks for late orders would change each order of one
   * round in the next, at about the cost of placing it.
   */
  private static final String DEADLINE = "P7D";

  static final String SKU = "mug";

  private final Stack stack;
  private final AtExit atExit;

  private OrderSystem(Stack stack) {
    this.stack = stack;
    this.atExit = new AtExit(stack::kill);
  }

  /**
   * Starts it on free ports, with nothing in it but a price.
   *
   * @throws Refusal where it does not start
   */
  static OrderSystem start(Path house, Path data, Narrator narrator) throws InterruptedException {
    Map<String, String> settings = Map.of("ORDER_DEADLINE", DEADLINE);
    Variant withTheOtherCall = new Variant(List.of(ourClasses()), settings, JVM);
    Map<Program, Variant> alone = Map.of(Program.ORDER, withTheOtherCall);
    Setup setup = new Setup(house, data, true, false, Ports.free(), alone);
    OrderSystem system = new OrderSystem(Stack.over(setup, narrator));
    try {
      system.stack.start();
      system.setPrice();
      return system;
    } catch (RuntimeException | InterruptedException e) {
      system.close();
      throw e;
    }
  }

  /** The jar, or the folder of classes, that this class is in. */
  private static Path ourClasses() {
    return Path.of(
        URI.create(
            OrderSystem.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private void setPrice() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve("/products/" + SKU))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("{\"price\": 12.50}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new Refusal("no price can be set: " + answer.statusCode() + " " + answer.body());
      }
    } catch (IOException e) {
      throw new Refusal("no price can be set: " + e, e);
    }
  }

  URI url() {
    return URI.create(stack.url(Program.ORDER));
  }

  CpuTime cpuTime() {
    return CpuTime.of(stack.process(Program.ORDER).pid(), stack.postgres().pid());
  }

  long orders() {
    return count("SELECT count(*) FROM orders.orders");
  }

  /** Orders that somebody has changed since they were placed. */
  long changedOrders() {
    return count("SELECT count(*) FROM orders.orders WHERE version > 1");
  }

  long storedAnswers() {
    return count("SELECT count(*) FROM idempotency.answers");
  }

  long count(String sql) {
    String password = stack.secrets().password(Databases.READER);
    try (Connection connection =
            DriverManager.getConnection(stack.jdbcUrl(Program.ORDER), Databases.READER, password);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new Refusal("the orders cannot be counted: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    stack.close();
    atExit.close();
  }
}
