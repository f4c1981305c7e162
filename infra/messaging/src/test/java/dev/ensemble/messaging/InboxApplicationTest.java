package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.core.NestedExceptionUtils;

/** The inbox as an application has it: it runs by itself, tells its health and ends in order. */
class InboxApplicationTest {

  @Test
  void it_starts_consumes_tells_its_health_and_stops_where_it_stands() throws Exception {
    String topic = TestKafka.createTopic("application", 3);
    TestDatabase database = TestDatabase.create("shop");
    try (Shop shop = Shop.open(database, running(topic))) {
      for (int i = 0; i < 30; i++) {
        TestKafka.produce(Shop.counted("key-" + i).toSend(topic));
      }
      await(() -> shop.effects().size() == 30);
      await(() -> health(shop).getStatus().equals(Status.UP));

      TestKafka.produce(Facts.of("thing.unheard-of.v1", "{\"orderId\":\"x\"}").toSend(topic));
      await(() -> health(shop).getDetails().containsKey("parked"));
      assertThat(health(shop).getStatus()).as("all else flows").isEqualTo(Status.UP);
      assertThat(health(shop).getDetails().get("parked")).isEqualTo(new ParkingTable.Counts(1, 1));
      await(() -> committed() == 31);
    }

    try (Admin admin = admin()) {
      assertThat(
              admin.describeConsumerGroups(List.of("application")).all().get().values().stream()
                  .flatMap(group -> group.members().stream()))
          .as("it has left the group")
          .isEmpty();
    }
  }

  @Test
  void an_inbox_that_does_not_run_is_neither_up_nor_down() {
    try (Shop shop = Shop.open()) {
      assertThat(health(shop).getStatus()).isEqualTo(Status.UNKNOWN);
    }
  }

  @Test
  void without_a_broker_to_ask_the_application_does_not_start() {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(
            () ->
                Shop.open(
                    TestDatabase.create("shop"),
                    Map.of("ensemble.messaging.inbox.auto-start", "true")))
        .matches(
            failure ->
                String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage())
                    .contains("ensemble.messaging.kafka.bootstrap-servers must be set"));
  }

  /** All records, the one that nobody can read among them. */
  private static long committed() {
    try (Admin admin = admin()) {
      return admin
          .listConsumerGroupOffsets("application")
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));
  }

  private static Map<String, String> running(String topic) {
    return Map.of(
        "ensemble.messaging.inbox.auto-start", "true",
        "ensemble.messaging.inbox.workers", "2",
        "ensemble.messaging.kafka.bootstrap-servers", TestKafka.bootstrapServers(),
        "shop.consumer", "application",
        "shop.topic", topic);
  }

  private static Health health(Shop shop) {
    return shop.bean(InboxHealth.class).health();
  }

  /** For what the running application does by itself. */
  private static void await(BooleanSupplier isSo) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not come about");
      }
      Thread.onSpinWait();
    }
  }
}
