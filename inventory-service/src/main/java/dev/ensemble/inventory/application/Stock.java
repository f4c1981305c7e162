package dev.ensemble.inventory.application;

import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Shelves;
import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.inventory.domain.StockCount;
import dev.ensemble.inventory.domain.StockItem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one door to pieces on shelves. */
public interface Stock {

  /**
   * The items of these SKUs, those that exist, locked until the transaction ends. Locked in SKU
   * order in one statement, and always after reservations, so that no two transactions wait for
   * each other.
   */
  Shelves lock(Collection<Sku> skus);

  /** As {@link #lock(Collection)}, for these SKUs and for all that is held for these orders. */
  void lock(Collection<OrderId> orderIds, Collection<Sku> skus);

  Optional<StockItem> find(Sku sku);

  /** Items in SKU order, from behind {@code after}. */
  List<StockItem> list(@Nullable Sku after, int countMax);

  /** Puts up an empty shelf; false where the SKU has one. */
  boolean open(Sku sku);

  /** Stores a count of a locked item, and the movement that leads from the item to it. */
  void save(StockItem before, StockCount count);
}
