package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.inventory.application.Reservations;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.Reservation;
import dev.ensemble.inventory.domain.State;
import dev.ensemble.messaging.Inbox;
import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.SettableClock;
import dev.ensemble.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The whole service over a real PostgreSQL, its workers and its consumer stopped: a test hands it
 * facts and requests and steps its worker. Every test brings SKUs and orders of its own.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(TestTime.class)
abstract class ServiceTest {
  static final TestDatabase DATABASE = TestDatabase.create("inventory");
  private static final JdbcClient SUPERUSER = JdbcClient.create(oneConnection());
  private static final AtomicLong OFFSETS = new AtomicLong();
  private static final AtomicLong NAMES = new AtomicLong();

  @Autowired Inbox inbox;
  @Autowired JdbcClient jdbc;
  @Autowired Reservations reservations;
  @Autowired SettableClock clock;
  @Autowired PlatformTransactionManager transactions;

  @Value("${local.server.port}")
  int port;

  private static DataSource oneConnection() {
    try {
      return new SingleConnectionDataSource(DATABASE.superuser().getConnection(), true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @DynamicPropertySource
  static void useTheDatabase(DynamicPropertyRegistry registry) {
    DATABASE.springProperties().forEach((name, value) -> registry.add(name, () -> value));
  }

  @AfterEach
  void the_books_add_up() {
    Books.check(sql());
  }

  /** With all rights, for looking and for breaking; one connection, for the test's own thread. */
  static JdbcClient sql() {
    return SUPERUSER;
  }

  Http http() {
    return new Http(port);
  }

  TransactionTemplate transaction() {
    return new TransactionTemplate(transactions);
  }

  static String newSku() {
    return "sku-" + NAMES.incrementAndGet();
  }

  String stocked(long onHand) {
    String sku = newSku();
    stock(sku, "{\"onHand\": %d}".formatted(onHand));
    return sku;
  }

  void stock(String sku, String json) {
    assertThat(http().put("/stock/" + sku, json).status()).isIn(200, 201);
  }

  /** An order for one piece of each SKU. */
  static Facts placed(UUID order, String... skus) {
    return Facts.sample("order.placed.v1")
        .with("orderId", order)
        .with(
            "lines",
            Stream.of(skus).map(sku -> Map.of("sku", sku, "quantity", 1, "unitPrice", 1)).toList());
  }

  static Facts charged(UUID order) {
    return Facts.sample("payment.charged.v1").with("orderId", order);
  }

  static Facts declined(UUID order) {
    return Facts.sample("payment.declined.v1").with("orderId", order);
  }

  static Facts cancellation(UUID order) {
    return Facts.sample("order.cancellation-requested.v1").with("orderId", order);
  }

  static ConsumerRecord<byte[], byte[]> polled(Facts fact) {
    return fact.polled("order.events", 0, OFFSETS.getAndIncrement());
  }

  Inbox.Receipt receive(Facts... facts) {
    return inbox.receive(Stream.of(facts).map(ServiceTest::polled).toList());
  }

  /** An order whose shipment waits for its dispatch. */
  UUID shipping(String... skus) {
    UUID order = UUID.randomUUID();
    receive(placed(order, skus), charged(order));
    assertThat(state(order)).isInstanceOf(State.Shipping.class);
    return order;
  }

  /** As many of them, heard of in one batch. */
  List<UUID> shippingMany(int count, String sku) {
    List<UUID> orders = Stream.generate(UUID::randomUUID).limit(count).toList();
    inbox.receive(
        orders.stream()
            .flatMap(order -> Stream.of(placed(order, sku), charged(order)))
            .map(ServiceTest::polled)
            .toList());
    return orders;
  }

  State state(UUID order) {
    return reservation(order).state();
  }

  Reservation reservation(UUID order) {
    return reservations.look(new OrderId(order));
  }

  /** The types of what was told of an order, in the order of its versions. */
  static List<String> told(UUID order) {
    return sql()
        .sql("SELECT type FROM messaging.outbox WHERE partition_key = :order ORDER BY sequence")
        .param("order", order.toString())
        .query(String.class)
        .list();
  }

  static Map<String, Object> stockOf(String sku) {
    return sql()
        .sql("SELECT on_hand, reserved FROM inventory.stock WHERE sku = :sku")
        .param("sku", sku)
        .query()
        .singleRow();
  }

  static void assertStock(String sku, long onHand, long reserved) {
    assertThat(stockOf(sku)).isEqualTo(Map.of("on_hand", onHand, "reserved", reserved));
  }
}
