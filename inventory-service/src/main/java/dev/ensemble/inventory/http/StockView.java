package dev.ensemble.inventory.http;

import dev.ensemble.inventory.domain.StockItem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One SKU's pieces; {@code available} is what the next order could still have. */
record StockView(
    String sku,
    long onHand,
    long reserved,
    long available,
    boolean shippable,
    String handlingTime) {

  static StockView of(StockItem item, Duration dispatchAfter) {
    Duration handlingTime = item.handlingTime();
    return new StockView(
        item.sku().value(),
        item.onHand(),
        item.reserved(),
        item.available(),
        item.shippable(),
        (handlingTime == null ? dispatchAfter : handlingTime).toString());
  }

  /**
   * The strong validator of this representation: any of it changed, and the tag is another. Made of
   * the state itself, so it needs no column, and a state that comes back has its tag back.
   */
  String tag() {
    byte[] digest = sha256().digest(toString().getBytes(StandardCharsets.UTF_8));
    return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** One page; {@code next} is where the following one begins, null at the end. */
  record Page(List<StockView> stock, @Nullable String next) {}
}
