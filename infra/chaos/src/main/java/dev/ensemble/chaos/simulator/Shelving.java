package dev.ensemble.chaos.simulator;

import dev.ensemble.inventory.application.Stock;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Shelves;
import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.inventory.domain.StockChange;
import dev.ensemble.inventory.domain.StockCount;
import dev.ensemble.inventory.domain.StockItem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pieces on shelves in memory, with the rules that the table has as constraints. */
final class Shelving implements Stock {
  private final Database database;

  Shelving(Database database, Scenario scenario) {
    this.database = database;
    database.transact(
        scenario.name(),
        Crash.NONE,
        () -> {
          for (Scenario.Shelf shelf : scenario.shelves()) {
            Sku sku = new Sku(shelf.sku());
            database.put(sku, new StockItem(sku, shelf.onHand(), 0, shelf.isShippable(), null));
          }
        });
  }

  StockItem item(String sku) {
    return find(new Sku(sku)).orElseThrow();
  }

  /** How many pieces have left. */
  long gone(String sku) {
    return gone(new Sku(sku));
  }

  void move(StockChange change) {
    StockItem item = find(change.sku()).orElseThrow();
    long onHand = item.onHand() + change.onHand();
    long reserved = item.reserved() + change.reserved();
    if (reserved < 0 || reserved > onHand) {
      throw new Violation(
          Invariant.PIECES,
          "%d of %d pieces of %s are reserved".formatted(reserved, onHand, change.sku()));
    }
    database.put(
        change.sku(),
        new StockItem(change.sku(), onHand, reserved, item.shippable(), item.handlingTime()));
    if (change.onHand() != 0) {
      database.put(new Gone(change.sku()), gone(change.sku()) - change.onHand());
    }
  }

  private long gone(Sku sku) {
    return database.find(new Gone(sku)) instanceof Long pieces ? pieces : 0L;
  }

  /** The key of how many pieces have left. */
  private record Gone(Sku sku) {}

  @Override
  public Shelves lock(Collection<Sku> skus) {
    Map<Sku, StockItem> items = new HashMap<>();
    skus.forEach(sku -> find(sku).ifPresent(item -> items.put(sku, item)));
    return new Shelves(items);
  }

  @Override
  public void lock(Collection<OrderId> orderIds, Collection<Sku> skus) {
    // One transaction at a time: there is nobody to wait for.
  }

  @Override
  public Optional<StockItem> find(Sku sku) {
    return Optional.ofNullable((StockItem) database.find(sku));
  }

  @Override
  public List<StockItem> list(@Nullable Sku after, int countMax) {
    throw new UnsupportedOperationException("no step lists stock");
  }

  @Override
  public boolean open(Sku sku) {
    return database.find(sku) == null;
  }

  @Override
  public void save(StockItem before, StockCount count) {
    database.put(before.sku(), before.counted(count));
  }
}
