package dev.ensemble.local.players;

import dev.ensemble.local.players.Catalogue.Customer;
import dev.ensemble.local.players.Catalogue.Product;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The three services as a customer, a bank clerk and a warehouse worker see them: over HTTP. */
public final class Shop {
  private final Http http = new Http();
  private final Service orders;
  private final Service payments;
  private final Service inventory;

  /**
   * Each service's address, {@code http://127.0.0.1:8101} for example; where it has several
   * replicas, all of theirs, with commas between.
   */
  public Shop(String orders, String payments, String inventory) {
    this.orders = new Service(orders);
    this.payments = new Service(payments);
    this.inventory = new Service(inventory);
  }

  void sell(Product product) throws InterruptedException {
    http.put(orders, "/products/" + product.sku(), Map.of("price", product.price()))
        .orFailUnless(200, 201);
  }

  void stock(Product product) throws InterruptedException {
    Map<String, Object> body =
        Map.of(
            "onHand", product.onHand(),
            "shippable", product.shippable(),
            "handlingTime", product.handling().toString());
    String shelf = "/stock/" + product.sku();
    // Whatever is left of an earlier run: these players alone fill these shelves.
    Http.Answer answer = http.put(inventory, shelf, body, "*").orFailUnless(200, 412);
    if (answer.status() == 412) {
      http.put(inventory, shelf, body).orFailUnless(201, 200);
    }
  }

  /** Opens the account, and fills it up to the customer's balance. */
  void fund(Customer customer) throws InterruptedException {
    String account = "/accounts/" + customer.id();
    http.put(payments, account, Map.of("chargeDelay", customer.chargeDelay().toString()))
        .orFailUnless(200, 201);
    JsonNode there = http.get(payments, account).orFailUnless(200).body();
    BigDecimal balance = there.get("balance").decimalValue();
    BigDecimal missing = customer.balance().subtract(balance);
    if (missing.signum() > 0) {
      http.post(payments, account + "/deposits", Map.of("amount", missing)).orFailUnless(201);
    }
  }

  public OrderView place(String customer, List<Plan.Line> lines) throws InterruptedException {
    var answer = http.post(orders, "/orders", Map.of("customerId", customer, "lines", lines));
    return http.read(answer.orFailUnless(201), OrderView.class);
  }

  public OrderView order(UUID id) throws InterruptedException {
    return http.read(http.get(orders, "/orders/" + id).orFailUnless(200), OrderView.class);
  }

  /** Asks for the order's end; it may have come already. */
  public void cancel(UUID order) throws InterruptedException {
    http.post(orders, "/orders/" + order + "/cancellation", null).orFailUnless(200, 202, 409);
  }

  /**
   * Lets the parcel leave; it may have left or been cancelled already, and where the deadline came
   * first, there never was one.
   */
  public void dispatch(UUID order) throws InterruptedException {
    http.post(inventory, "/shipments/" + order + "/dispatch", null).orFailUnless(200, 404, 409);
  }

  /** Whether the bank has the charge and has not decided yet. */
  boolean chargeIsPending(UUID order) throws InterruptedException {
    var answer = http.get(payments, "/payments/" + order).orFailUnless(200, 404);
    return answer.status() == 200 && answer.body().get("status").stringValue().equals("PENDING");
  }
}
