package dev.ensemble.order.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.order.OrderServiceHarness;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class IndexesTest extends OrderServiceHarness {

  // A thousand customers with twenty orders each, nearly all of them completed; never committed.
  private static final String A_YEAR_OF_BUSINESS =
      """
      INSERT INTO orders.orders (id, customer_id, total_cents, placed_at, deadline, version, status,
        milestones, cancellation)
      SELECT uuidv7(), 'customer-' || n % 1000, 100, now(), now() + interval '30 seconds', 5,
        CASE WHEN n % 200 = 0 THEN 'PAID' ELSE 'COMPLETED' END,
        CASE WHEN n % 200 = 0 THEN '{CHARGED}' ELSE '{DISPATCHED}' END::text[], 'NONE'
      FROM generate_series(1, 20000) n
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          orders_of_a_customer   | customer_id = 'customer-7' ORDER BY id DESC LIMIT 10
          orders_by_status       | status = 'PAID' ORDER BY id DESC LIMIT 10
          orders_pkey            | id < uuidv7() ORDER BY id DESC LIMIT 10
          orders_that_can_expire | deadline <= now() AND cancellation = 'NONE' AND status IN \
          ('PLACED', 'RESERVED', 'PAID', 'SHIPPING') ORDER BY deadline LIMIT 100
          """)
  void what_is_asked_often_is_read_from_an_index_in_its_order(String index, String question) {
    String plan = planAfterAYearOfBusiness("SELECT * FROM orders.orders WHERE " + question);

    assertThat(plan).contains("using " + index).doesNotContain("Sort", "Seq Scan");
  }

  private static String planAfterAYearOfBusiness(String question) {
    DataSource database = DATABASE.superuser();
    JdbcClient superuser = JdbcClient.create(database);
    List<String> plan =
        new TransactionTemplate(new DataSourceTransactionManager(database))
            .execute(
                running -> {
                  running.setRollbackOnly();
                  superuser.sql(A_YEAR_OF_BUSINESS).update();
                  superuser.sql("ANALYZE orders.orders").update();
                  return superuser.sql("EXPLAIN " + question).query(String.class).list();
                });
    assertThat(DATABASE.counts().get("orders.orders")).as("rolled back").isLessThan(1_000);
    return String.join("\n", Objects.requireNonNull(plan));
  }
}
