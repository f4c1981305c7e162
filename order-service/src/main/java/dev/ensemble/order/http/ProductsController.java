package dev.ensemble.order.http;

import dev.ensemble.http.ProblemException;
import dev.ensemble.order.application.Product;
import dev.ensemble.order.application.Products;
import dev.ensemble.order.application.SetPrice;
import dev.ensemble.order.domain.Sku;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the price list and sets prices. */
@RestController
@RequestMapping("/products")
class ProductsController {

  /** A page of this many lines is still read in milliseconds. */
  private static final int PRODUCTS_MAX = 1_000;

  private final SetPrice setPrice;
  private final Products products;

  ProductsController(SetPrice setPrice, Products products) {
    this.setPrice = setPrice;
    this.products = products;
  }

  /** 201 where the product is new, 200 where it has a new price. */
  @PutMapping("/{sku}")
  ResponseEntity<ProductView> put(@PathVariable String sku, @RequestBody PriceRequest request) {
    Product product = new Product(wellFormed(sku, "sku"), request.inCents());
    HttpStatus status = setPrice.set(product) ? HttpStatus.CREATED : HttpStatus.OK;
    return ResponseEntity.status(status).body(ProductView.of(product));
  }

  @GetMapping("/{sku}")
  ProductView one(@PathVariable String sku) {
    return products
        .find(wellFormed(sku, "sku"))
        .map(ProductView::of)
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.NOT_FOUND,
                    "unknown-sku",
                    "There is no product " + sku + " on the price list."));
  }

  @GetMapping
  ProductListView list(
      @RequestParam(defaultValue = "200") int limit, @RequestParam @Nullable String after) {
    int productsMax = ListQuery.limit(limit, PRODUCTS_MAX);
    Sku from = after == null ? null : wellFormed(after, "after");
    return ProductListView.of(products.page(from, productsMax), productsMax);
  }

  private static Sku wellFormed(String text, String parameter) {
    if (!Sku.isWellFormed(text)) {
      throw ListQuery.bad(
          parameter,
          "'"
              + parameter
              + "' is 1 to 64 small letters, digits, '.', '_' or '-', and begins with a letter or"
              + " digit.");
    }
    return new Sku(text);
  }
}
