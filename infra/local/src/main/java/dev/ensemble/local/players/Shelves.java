package dev.ensemble.local.players;

/** Fills the shelves and the accounts before the first customer comes. */
public final class Shelves {
  private Shelves() {}

  public static void stock(Shop shop) throws InterruptedException {
    for (Catalogue.Product product : Catalogue.products()) {
      shop.sell(product);
      shop.stock(product);
    }
    for (Catalogue.Customer customer : Catalogue.customers()) {
      shop.fund(customer);
    }
  }
}
