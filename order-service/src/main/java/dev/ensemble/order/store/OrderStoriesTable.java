package dev.ensemble.order.store;

import dev.ensemble.order.application.OrderStories;
import dev.ensemble.order.application.OrderStory;
import dev.ensemble.order.domain.CustomerId;
import dev.ensemble.order.domain.OrderId;
import dev.ensemble.order.domain.Status;
import dev.ensemble.order.domain.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Orders with their history, read in one statement and so from one snapshot. */
@Repository
class OrderStoriesTable implements OrderStories {

  private static final String SELECT =
      "SELECT "
          + OrderRow.COLUMNS
          + ", h.statuses, h.causes, h.times FROM orders.orders o "
          + OrderRow.LINES
          + """
          CROSS JOIN LATERAL (
            SELECT array_agg(status ORDER BY version) AS statuses,
                   array_agg(because ORDER BY version) AS causes,
                   array_agg(reached_at ORDER BY version) AS times
            FROM orders.order_history WHERE order_id = o.id) h
          """;

  private static final String FIND = SELECT + "WHERE o.id = :id";

  private final JdbcClient jdbc;

  OrderStoriesTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<OrderStory> find(OrderId id) {
    return jdbc.sql(FIND).param("id", id.value()).query((row, number) -> story(row)).optional();
  }

  @Override
  public List<OrderStory> newest(Page page) {
    // Only the conditions that are asked for, so that each combination gets the index that fits.
    List<String> conditions = new ArrayList<>();
    conditions.add("TRUE");
    CustomerId customer = page.customer();
    Status status = page.status();
    OrderId after = page.after();
    if (customer != null) {
      conditions.add("o.customer_id = :customer_id");
    }
    if (status != null) {
      conditions.add("o.status = :status");
    }
    if (after != null) {
      conditions.add("o.id < :after");
    }
    JdbcClient.StatementSpec statement =
        jdbc.sql(
                SELECT
                    + "WHERE "
                    + String.join(" AND ", conditions)
                    + " ORDER BY o.id DESC LIMIT :orders_max")
            .param("orders_max", page.ordersMax());
    if (customer != null) {
      statement = statement.param("customer_id", customer.value());
    }
    if (status != null) {
      statement = statement.param("status", status.name());
    }
    if (after != null) {
      statement = statement.param("after", after.value());
    }
    return statement.query((row, number) -> story(row)).list();
  }

  private static OrderStory story(ResultSet row) throws SQLException {
    String[] statuses = OrderRow.array(row, "statuses");
    String[] causes = OrderRow.array(row, "causes");
    Timestamp[] times = OrderRow.array(row, "times");
    List<Step> history = new ArrayList<>(statuses.length);
    for (int i = 0; i < statuses.length; i++) {
      history.add(new Step(Status.valueOf(statuses[i]), causes[i], times[i].toInstant()));
    }
    return new OrderStory(OrderRow.order(row), history);
  }
}
