package dev.ensemble.local.invariants;

import java.util.List;

/** The three databases, opened together. */
record Databases(Database orders, Database payments, Database inventory) implements AutoCloseable {

  Databases(Evidence evidence) {
    this(
        Database.open(evidence.orders(), evidence),
        Database.open(evidence.payments(), evidence),
        Database.open(evidence.inventory(), evidence));
  }

  List<Database> all() {
    return List.of(orders, payments, inventory);
  }

  @Override
  public void close() {
    all().forEach(Database::close);
  }
}
