package dev.ensemble.order.store;

import dev.ensemble.order.application.Product;
import dev.ensemble.order.application.Products;
import dev.ensemble.order.domain.Price;
import dev.ensemble.order.domain.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The price list in PostgreSQL. */
@Repository
class ProductsTable implements Products {

  private static final String FIND_ALL =
      "SELECT sku, price_cents FROM orders.products WHERE sku = ANY (:skus)";

  private static final String PAGE =
      """
      SELECT sku, price_cents FROM orders.products
      WHERE sku > :after ORDER BY sku LIMIT :products_max
      """;

  // "old" (PostgreSQL 18) is the row before the upsert: there is none where the product is new.
  private static final String PUT =
      """
      INSERT INTO orders.products AS product (sku, price_cents) VALUES (:sku, :price_cents)
      ON CONFLICT (sku) DO UPDATE SET price_cents = excluded.price_cents
      RETURNING old.sku IS NULL
      """;

  private final JdbcClient jdbc;

  ProductsTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Product> find(Sku sku) {
    return findAll(List.of(sku)).stream().findFirst();
  }

  @Override
  public Map<Sku, Price> pricesOf(Collection<Sku> skus) {
    return findAll(skus).stream().collect(Collectors.toMap(Product::sku, Product::price));
  }

  @Override
  public List<Product> page(@Nullable Sku after, int productsMax) {
    return jdbc.sql(PAGE)
        .param("after", after == null ? "" : after.value())
        .param("products_max", productsMax)
        .query((row, number) -> product(row))
        .list();
  }

  @Override
  public boolean put(Product product) {
    return jdbc.sql(PUT)
        .param("sku", product.sku().value())
        .param("price_cents", product.price().amount().cents())
        .query(Boolean.class)
        .single();
  }

  private List<Product> findAll(Collection<Sku> skus) {
    return jdbc.sql(FIND_ALL)
        .param("skus", skus.stream().map(Sku::value).toArray(String[]::new))
        .query((row, number) -> product(row))
        .list();
  }

  private static Product product(ResultSet row) throws SQLException {
    return new Product(new Sku(row.getString("sku")), Price.ofCents(row.getLong("price_cents")));
  }
}
