package dev.ensemble.chaos.simulator;

import dev.ensemble.payment.domain.Till;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Customers who share accounts and stock, so that both run short. */
final class RandomScenario {
  private static final int CUSTOMERS = 12;
  private static final int SKUS = 8;
  private static final int LINES_MAX = 3;
  private static final int PIECES_MAX = 3;

  private final SplittableRandom random;

  private RandomScenario(SplittableRandom random) {
    this.random = random;
  }

  static Scenario of(SplittableRandom random, int orders) {
    return new RandomScenario(random).make(orders);
  }

  private Scenario make(int orders) {
    boolean isAtProvider = oneIn(4);
    List<Scenario.Purse> purses = new ArrayList<>();
    for (int customer = 0; customer < CUSTOMERS; customer++) {
      long pieces = random.nextInt(1, Math.max(2, orders / 2));
      purses.add(
          new Scenario.Purse(
              "c" + customer, pieces * Wish.PRICE.amount().cents(), oneIn(6), oneIn(6)));
    }
    List<Scenario.Shelf> shelves = new ArrayList<>();
    for (int sku = 0; sku < SKUS; sku++) {
      // Half a piece per order is asked for on average, so one shelf in two comes to its end.
      long pieces = random.nextInt(Math.max(1, orders));
      shelves.add(new Scenario.Shelf("s" + sku, pieces, !oneIn(12), oneIn(4)));
    }
    List<Wish> wishes = new ArrayList<>();
    for (int order = 0; order < orders; order++) {
      // One customer more than there are accounts.
      String customer = "c" + random.nextInt(CUSTOMERS + 1);
      wishes.add(new Wish(customer, lines(), oneIn(4), oneIn(4)));
    }
    return new Scenario(
        "at random", isAtProvider ? Till.PROVIDER : Till.LEDGER, purses, shelves, wishes);
  }

  private Map<String, Integer> lines() {
    Map<String, Integer> lines = new LinkedHashMap<>();
    int count = random.nextInt(1, LINES_MAX + 1);
    for (int line = 0; line < count; line++) {
      lines.put("s" + random.nextInt(SKUS), random.nextInt(1, PIECES_MAX + 1));
    }
    return lines;
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }
}
