package dev.ensemble.messaging;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One shop for all tests of a class; before each of them nothing has happened in it. */
abstract class OverOneShop {
  static Shop shop;
  static Lot lot;

  @BeforeAll
  static void open() {
    shop = Shop.open();
    lot = new Lot(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
  }
}
