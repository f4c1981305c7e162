package dev.ensemble.chaos.simulator;

import dev.ensemble.chaos.simulator.Scenario.Purse;
import dev.ensemble.chaos.simulator.Scenario.Shelf;
import dev.ensemble.payment.domain.Till;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The kinds of orders that there are, each by what is given, with every ending that some
 * interleaving must bring about and none besides.
 */
enum Kinds {
  COMPLETED(wish(""), shelf(""), purse(""), "completed"),
  OUT_OF_STOCK(wish("cancelled late"), shelf("empty"), purse(""), "cancelled: out of stock"),
  DECLINED(wish(""), shelf(""), purse("poor"), "cancelled: payment declined"),
  DECLINED_AND_CANCELLED(
      wish("cancelled late"),
      shelf(""),
      purse("poor"),
      "cancelled: payment declined",
      "cancelled: customer",
      "cancelled: deadline"),
  SHIPMENT_FAILED(
      wish(""), shelf("unshippable"), purse(""), "cancelled: shipment failed, refunded"),
  SHIPMENT_FAILED_AND_CANCELLED(
      wish("cancelled"),
      shelf("unshippable"),
      purse(""),
      "cancelled: shipment failed, refunded",
      "cancelled: customer, refunded"),
  SPOILED(
      wish("cancelled"),
      shelf("spoils"),
      purse(""),
      "completed",
      "completed, cancellation refused",
      "cancelled: customer, refunded",
      "cancelled: shipment failed, refunded"),
  CUSTOMER_CANCELS(
      wish("cancelled"),
      shelf(""),
      purse(""),
      "completed",
      "completed, cancellation refused",
      "cancelled: customer, refunded"),
  DEADLINE_PASSES(
      wish("late"),
      shelf(""),
      purse(""),
      "completed",
      "completed, cancellation refused",
      "cancelled: deadline, refunded"),
  CANCELLED_AND_LATE(
      wish("cancelled late"),
      shelf(""),
      purse(""),
      "completed",
      "completed, cancellation refused",
      "cancelled: customer, refunded",
      "cancelled: deadline, refunded"),
  SLOW_BANK(
      wish("late"),
      shelf(""),
      purse("slow"),
      "completed",
      "completed, cancellation refused",
      "cancelled: deadline",
      "cancelled: deadline, refunded"),
  PROVIDER_CHARGES(
      wish("cancelled"),
      shelf(""),
      purse("provider"),
      "completed",
      "completed, cancellation refused",
      "cancelled: customer",
      "cancelled: customer, refunded"),
  PROVIDER_REFUSES(
      wish("cancelled"),
      shelf(""),
      purse("provider refused"),
      "cancelled: payment declined",
      "cancelled: customer");

  private static final String CUSTOMER = "alice";
  private static final String SKU = "mug";
  private static final long ENOUGH = 10;

  private final String wish;
  private final String shelf;
  private final String purse;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> endings;

  Kinds(String wish, String shelf, String purse, String... endings) {
    this.wish = wish;
    this.shelf = shelf;
    this.purse = purse;
    this.endings = Set.of(endings);
  }

  // So that a kind reads as a sentence; an enum's constants cannot see its own static fields.
  private static String wish(String words) {
    return words;
  }

  private static String shelf(String words) {
    return words;
  }

  private static String purse(String words) {
    return words;
  }

  String title() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  /** Every way that such an order can end. */
  Set<String> endings() {
    return endings;
  }

  Scenario scenario() {
    Purse account =
        new Purse(
            CUSTOMER,
            purse.contains("poor") ? 1 : ENOUGH * Wish.PRICE.amount().cents(),
            purse.contains("slow"),
            purse.contains("refused"));
    Shelf mugs =
        new Shelf(
            SKU,
            shelf.contains("empty") ? 0 : ENOUGH,
            !shelf.contains("unshippable"),
            shelf.contains("spoils"));
    return new Scenario(
        title(),
        purse.contains("provider") ? Till.PROVIDER : Till.LEDGER,
        List.of(account),
        List.of(mugs),
        List.of(
            new Wish(CUSTOMER, Map.of(SKU, 1), wish.contains("cancelled"), wish.contains("late"))));
  }
}
