package dev.ensemble.inventory.application;

import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.inventory.domain.StockCount;
import dev.ensemble.inventory.domain.StockItem;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A person says how many pieces of a SKU there are. */
@Service
public class SetStock {

  /** What became of the count. */
  public sealed interface Answer {}

  /** The item as it is now; {@code isNew}: the SKU was unknown before. */
  public record Stored(StockItem item, boolean isNew) implements Answer {}

  /** Refused: the stock is not as whoever counted believed it to be. */
  public record Outdated() implements Answer {}

  /** Refused: more pieces are held for orders than the count leaves. */
  public record BelowReserved(long reserved) implements Answer {}

  private final Stock stock;

  SetStock(Stock stock) {
    this.stock = stock;
  }

  /**
   * Sets what there is of a SKU, all of it anew: however often it is said, it is so.
   *
   * @param believed whether the stock is as whoever counted believes; asked of the locked item, and
   *     of nothing where the SKU is unknown
   */
  @Transactional
  public Answer set(Sku sku, StockCount count, Predicate<Optional<StockItem>> believed) {
    if (stock.find(sku).isEmpty() && !believed.test(Optional.empty())) {
      return new Outdated();
    }
    boolean isNew = stock.open(sku);
    StockItem before = stock.lock(List.of(sku)).item(sku);
    if (!isNew && !believed.test(Optional.of(before))) {
      // A count that is in force was made before, and its answer may have been lost on the way
      // (RFC 9110, section 13.1.1): whoever says it again is told so, and not that it is outdated.
      return before.isAs(count) ? new Stored(before, false) : new Outdated();
    }
    if (!before.allows(count)) {
      return new BelowReserved(before.reserved());
    }
    stock.save(before, count);
    return new Stored(before.counted(count), isNew);
  }
}
