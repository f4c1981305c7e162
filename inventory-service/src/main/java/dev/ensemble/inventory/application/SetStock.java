package dev.ensemble.inventory.application;

import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.inventory.domain.StockCount;
import dev.ensemble.inventory.domain.StockItem;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A person says how many pieces of a SKU there are. */
@Service
public class SetStock {

  /** What became of the count. */
  public sealed interface Answer {}

  /** The item as it is now; {@code isNew}: the SKU was unknown before. */
  public record Stored(StockItem item, boolean isNew) implements Answer {}

  /** Refused: more pieces are held for orders than the count leaves. */
  public record BelowReserved(long reserved) implements Answer {}

  private final Stock stock;

  SetStock(Stock stock) {
    this.stock = stock;
  }

  @Transactional
  public Answer set(Sku sku, StockCount count) {
    boolean isNew = stock.open(sku);
    StockItem before = stock.lock(List.of(sku)).item(sku);
    if (!before.allows(count)) {
      return new BelowReserved(before.reserved());
    }
    stock.save(before, count);
    return new Stored(before.counted(count), isNew);
  }
}
