package dev.ensemble.local.players;

import dev.ensemble.local.players.Catalogue.Customer;
import dev.ensemble.local.players.Catalogue.Product;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The three services as a customer, a bank clerk and a warehouse worker see them: over HTTP. */
public final class Shop {
  private final Http http = new Http();
  private final String orders;
  private final String payments;
  private final String inventory;

  /** Each service's address, {@code http://127.0.0.1:8101} for example. */
  public Shop(String orders, String payments, String inventory) {
    this.orders = orders;
    this.payments = payments;
    this.inventory = inventory;
  }

  void sell(Product product) throws InterruptedException {
    http.put(at(orders, "/products/" + product.sku()), Map.of("price", product.price()))
        .orFailUnless(200, 201);
  }

  void stock(Product product) throws InterruptedException {
    Map<String, Object> body =
        Map.of(
            "onHand", product.onHand(),
            "shippable", product.shippable(),
            "handlingTime", product.handling().toString());
    URI shelf = at(inventory, "/stock/" + product.sku());
    // Whatever is left of an earlier run: these players alone fill these shelves.
    Http.Answer answer = http.put(shelf, body, "*").orFailUnless(200, 412);
    if (answer.status() == 412) {
      http.put(shelf, body).orFailUnless(201, 200);
    }
  }

  /** Opens the account, and fills it up to the customer's balance. */
  void fund(Customer customer) throws InterruptedException {
    URI account = at(payments, "/accounts/" + customer.id());
    http.put(account, Map.of("chargeDelay", customer.chargeDelay().toString()))
        .orFailUnless(200, 201);
    BigDecimal balance = http.get(account).orFailUnless(200).body().get("balance").decimalValue();
    BigDecimal missing = customer.balance().subtract(balance);
    if (missing.signum() > 0) {
      http.post(at(payments, "/accounts/" + customer.id() + "/deposits"), Map.of("amount", missing))
          .orFailUnless(201);
    }
  }

  public OrderView place(String customer, List<Plan.Line> lines) throws InterruptedException {
    var answer = http.post(at(orders, "/orders"), Map.of("customerId", customer, "lines", lines));
    return http.read(answer.orFailUnless(201), OrderView.class);
  }

  public OrderView order(UUID id) throws InterruptedException {
    return http.read(http.get(at(orders, "/orders/" + id)).orFailUnless(200), OrderView.class);
  }

  /** Asks for the order's end; it may have come already. */
  public void cancel(UUID order) throws InterruptedException {
    http.post(at(orders, "/orders/" + order + "/cancellation"), null).orFailUnless(200, 202, 409);
  }

  /**
   * Lets the parcel leave; it may have left or been cancelled already, and where the deadline came
   * first, there never was one.
   */
  public void dispatch(UUID order) throws InterruptedException {
    http.post(at(inventory, "/shipments/" + order + "/dispatch"), null).orFailUnless(200, 404, 409);
  }

  /** Whether the bank has the charge and has not decided yet. */
  boolean chargeIsPending(UUID order) throws InterruptedException {
    var answer = http.get(at(payments, "/payments/" + order)).orFailUnless(200, 404);
    return answer.status() == 200 && answer.body().get("status").stringValue().equals("PENDING");
  }

  private static URI at(String service, String path) {
    return URI.create(service + path);
  }
}
