package dev.ensemble.inventory.http;

import dev.ensemble.http.ProblemException;
import dev.ensemble.inventory.InventorySettings;
import dev.ensemble.inventory.application.SetStock;
import dev.ensemble.inventory.application.Stock;
import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.inventory.domain.StockItem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows and sets what is on the shelves. */
@RestController
@RequestMapping("/stock")
class StockController {
  private final SetStock setStock;
  private final Stock stock;
  private final InventorySettings settings;

  StockController(SetStock setStock, Stock stock, InventorySettings settings) {
    this.setStock = setStock;
    this.stock = stock;
    this.settings = settings;
  }

  /** 201 where the SKU is new, 200 where it was known; needs no key, as it says all anew. */
  @PutMapping("/{sku}")
  ResponseEntity<StockView> put(
      @PathVariable String sku,
      @RequestBody StockRequest request,
      @RequestHeader(name = HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    StockCondition condition = new StockCondition(ifMatch, ifNoneMatch);
    SetStock.Answer answer =
        setStock.set(
            wellFormed(sku, "sku"),
            request.count(),
            current -> condition.holds(current.map(this::view)));
    return switch (answer) {
      case SetStock.Stored stored ->
          tagged(stored.isNew() ? HttpStatus.CREATED : HttpStatus.OK, view(stored.item()));
      case SetStock.Outdated outdated -> throw condition.failed();
      case SetStock.BelowReserved refused ->
          throw new ProblemException(
                  HttpStatus.CONFLICT,
                  "below-reserved",
                  "Pieces that are held for orders stay on the shelf until they are dispatched.")
              .with("reserved", refused.reserved());
    };
  }

  @GetMapping("/{sku}")
  ResponseEntity<StockView> one(@PathVariable String sku) {
    return stock
        .find(wellFormed(sku, "sku"))
        .map(item -> tagged(HttpStatus.OK, view(item)))
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.NOT_FOUND, "unknown-sku", "Nothing is known of " + sku + "."));
  }

  /** In SKU order, page by page. */
  @GetMapping
  StockView.Page list(
      @RequestParam(defaultValue = "50") int limit, @RequestParam @Nullable String after) {
    int limitMax = settings.limits().pageSizeMax();
    if (limit < 1 || limit > limitMax) {
      throw invalid("limit", "'limit' is a whole number from 1 to " + limitMax + ".");
    }
    List<StockItem> items = stock.list(after == null ? null : wellFormed(after, "after"), limit);
    return new StockView.Page(
        items.stream().map(this::view).toList(),
        items.size() < limit ? null : items.getLast().sku().value());
  }

  private static ResponseEntity<StockView> tagged(HttpStatus status, StockView view) {
    return ResponseEntity.status(status).eTag(view.tag()).body(view);
  }

  private StockView view(StockItem item) {
    return StockView.of(item, settings.dispatchAfter());
  }

  private static Sku wellFormed(String text, String parameter) {
    if (!Sku.isWellFormed(text)) {
      throw invalid(
          parameter,
          "'"
              + parameter
              + "' is 1 to 64 small letters, digits, '.', '_' or '-', and begins with a letter or"
              + " digit.");
    }
    return new Sku(text);
  }

  private static ProblemException invalid(String parameter, String rule) {
    return new ProblemException(HttpStatus.BAD_REQUEST, "invalid-parameter", rule)
        .with("parameter", parameter);
  }
}
