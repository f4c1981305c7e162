package dev.ensemble.order.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.order.OrderApi;
import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.crash.Attempt;
import dev.ensemble.testkit.crash.Call;
import dev.ensemble.testkit.crash.Client;
import dev.ensemble.testkit.crash.CrashDrill;
import dev.ensemble.testkit.crash.CrashPoint;
import dev.ensemble.testkit.crash.Points;
import dev.ensemble.testkit.crash.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The packaged process, killed with SIGKILL between any two statements of a call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {
  private static final String KEY = "Idempotency-Key";
  private static final TestDatabase DATABASE = TestDatabase.create("order");
  private static final JdbcClient SUPERUSER = JdbcClient.create(DATABASE.superuser());

  private CrashDrill drill = unpacked();

  private static CrashDrill unpacked() {
    return CrashDrill.of(Path.of("target", "order-service.jar"), DATABASE);
  }

  @Test
  void an_order_is_placed_once_wherever_its_process_is_killed() {
    List<CrashPoint> killed = drill.run(Points.ALL, new PlacingAnOrder());

    assertThat(killed).hasAtLeastOneElementOfType(CrashPoint.Committed.class);
    assertThat(killed).hasSizeGreaterThan(8);
  }

  @Test
  void a_cancellation_is_asked_for_once_wherever_its_process_is_killed() {
    drill.run(Points.someUnlessAsked(), new CancellingAnOrder());
  }

  @Test
  void an_order_is_refused_in_one_voice_wherever_its_process_is_killed() {
    drill.run(Points.someUnlessAsked(), new OrderingTheUnknown());
  }

  private static final class PlacingAnOrder implements Scenario {
    @Override
    public Call prepare(Client client) {
      stockThePriceList(client);
      return order("customer-" + UUID.randomUUID());
    }

    @Override
    public void check(Attempt attempt) {
      attempt.assertOneAnswer(201);
      String order = idIn(attempt.retry().header("location"));
      assertThat(attempt.again().header("location")).endsWith(order);
      assertThat(factsTold(order)).containsExactly("order.placed.v1");
    }
  }

  private static final class CancellingAnOrder implements Scenario {
    @Override
    public Call prepare(Client client) {
      stockThePriceList(client);
      String order = idIn(client.send(order("alice")).header("location"));
      return Call.of("POST", "/orders/" + order + "/cancellation", "")
          .with(KEY, UUID.randomUUID().toString());
    }

    @Override
    public void check(Attempt attempt) {
      attempt.assertOneAnswer(202);
      String order = attempt.call().path().split("/", -1)[2];
      assertThat(factsTold(order))
          .containsExactly("order.placed.v1", "order.cancellation-requested.v1");
    }
  }

  /** One transaction is undone and another stores the refusal; between them nothing is there. */
  private static final class OrderingTheUnknown implements Scenario {
    @Override
    public Call prepare(Client client) {
      return Call.of(
              "POST",
              "/orders",
              "{\"customerId\": \"alice\", \"lines\": [{\"sku\": \"void\", \"quantity\": 1}]}")
          .with(KEY, UUID.randomUUID().toString());
    }

    @Override
    public void check(Attempt attempt) {
      attempt.assertOneAnswer(422);
    }
  }

  private static void stockThePriceList(Client client) {
    client.send(Call.of("PUT", "/products/tea-mug", "{\"price\": 12.50}"));
    client.send(Call.of("PUT", "/products/tea-pot", "{\"price\": 34.99}"));
  }

  private static Call order(String customer) {
    return Call.of("POST", "/orders", OrderApi.teaFor(customer))
        .with(KEY, UUID.randomUUID().toString());
  }

  private static String idIn(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static List<String> factsTold(String order) {
    return SUPERUSER
        .sql("SELECT type FROM messaging.outbox WHERE partition_key = :order ORDER BY sequence, id")
        .param("order", order)
        .query(String.class)
        .list();
  }
}
