package dev.ensemble.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The checks are checked: each small wrong is noticed by the invariant that it violates. Last of
 * all tests, because it takes the databases' own constraints away, which would refuse most of the
 * wrongs.
 */
@Order(Integer.MAX_VALUE)
@TestMethodOrder(OrderAnnotation.class)
@ExtendWith(LiveSystem.class)
class CheckerIT {

  @BeforeAll
  static void playSomeOrders(LiveSystem.Running system) throws Exception {
    assertThat(system.play(9, 16, outcome -> {}).notEnded()).isZero();
  }

  @Test
  @Order(2)
  void every_invariant_notices_what_violates_it(LiveSystem.Running system) throws Exception {
    system.requireEveryInvariant();
    for (Program service : List.of(Program.ORDER, Program.PAYMENT, Program.INVENTORY)) {
      dropConstraints(system.session().stack(), service);
    }

    for (Corruption corruption : Corruption.all()) {
      try (Wrong wrong = new Wrong(system.session().stack(), corruption)) {
        assertThat(wrong).isNotNull();
        assertThat(violated(system.check()))
            .as(corruption.toString())
            .anyMatch(invariant -> invariant.startsWith(corruption.invariant()));
      }
    }

    assertThat(violated(system.check())).as("after all repairs").isEmpty();
    Set<String> named =
        Corruption.all().stream().map(Corruption::invariant).collect(Collectors.toSet());
    assertThat(system.check())
        .as("each invariant has its wrong")
        .allMatch(finding -> named.stream().anyMatch(finding.invariant()::startsWith));
  }

  @Test
  @Order(3)
  void an_open_order_is_no_quiet(LiveSystem.Running system) throws Exception {
    dropConstraints(system.session().stack(), Program.ORDER);
    Corruption open = Corruption.all().getFirst();

    try (Wrong wrong = new Wrong(system.session().stack(), open)) {
      assertThat(wrong).isNotNull();
      Finding quiet = system.awaitQuiet(Duration.ofSeconds(1));
      assertThat(quiet.holds()).isFalse();
      assertThat(quiet.offenders()).containsExactly("1 orders open");
    }
  }

  @Test
  @Order(2)
  void what_is_parked_is_told_apart_from_what_was_lost(LiveSystem.Running system) throws Exception {
    system.requireEveryInvariant();
    try (Connection connection =
            Wrong.connectAsSuperuser(system.session().stack(), Program.PAYMENT);
        Statement sql = connection.createStatement()) {
      sql.executeUpdate(
          """
          INSERT INTO messaging.parked_events (
            consumer, event_id, digest, topic, partition, record_offset, record_time_millis,
            header_names, header_values, kind, reason, fingerprint, attempts)
          SELECT consumer, event_id, digest, 'inventory.events', 0, 0, 0,
            '{}', '{}', 'failed', 'for the test', '0123456789ab', 3
          FROM messaging.processed_events LIMIT 1
          """);
      sql.executeUpdate(
          """
          UPDATE messaging.processed_events SET consumer = 'nobody'
          WHERE event_id IN (SELECT event_id FROM messaging.parked_events)
          """);

      Finding finding =
          system.check().stream()
              .filter(one -> one.invariant().startsWith("payment acted once"))
              .findFirst()
              .orElseThrow();
      assertThat(finding.holds()).isFalse();
      assertThat(finding.figures()).endsWith(", 1 parked");
      assertThat(finding.offenders())
          .singleElement()
          .asString()
          .contains(": parked, failed;", "java -jar payment-service.jar parked show ");

      sql.executeUpdate(
          "UPDATE messaging.processed_events SET consumer = 'payment' WHERE consumer = 'nobody'");
      sql.executeUpdate("DELETE FROM messaging.parked_events");
    }
    assertThat(violated(system.check())).isEmpty();
  }

  /** The last of the last: what is on a topic stays there. */
  @Test
  @Order(Integer.MAX_VALUE)
  void what_should_not_be_on_a_topic_is_noticed(LiveSystem.Running system) throws Exception {
    system.requireEveryInvariant();
    Topics topics = new Topics(system.session().stack().bootstrapServers());
    ConsumerRecord<byte[], byte[]> told = topics.readAll().getFirst();
    int elsewhere = (told.partition() + 1) % dev.ensemble.local.stack.Topics.PARTITIONS;
    var nameless = new RecordHeaders(told.headers().toArray()).remove("ce_id");

    topics.publish(like(told, elsewhere, told.value(), told.headers()));
    assertThat(violated(system.check()))
        .containsExactly("first occurrences of a key are in commit order, in one partition");
    topics.publish(like(told, told.partition(), "{}".getBytes(UTF_8), told.headers()));
    assertThat(violated(system.check())).contains("each outbox row is on its topic, byte for byte");
    topics.publish(like(told, told.partition(), told.value(), nameless));
    assertThat(violated(system.check())).contains("nothing is on a topic without its outbox row");
  }

  private static ProducerRecord<byte[], byte[]> like(
      ConsumerRecord<byte[], byte[]> told, int partition, byte[] value, Headers headers) {
    return new ProducerRecord<>(told.topic(), partition, told.key(), value, headers);
  }

  @Test
  @Order(1)
  void what_was_acted_on_and_never_told_is_noticed(LiveSystem.Running system) throws Exception {
    system.requireEveryInvariant();
    try (Connection connection =
            Wrong.connectAsSuperuser(system.session().stack(), Program.PAYMENT);
        Statement sql = connection.createStatement()) {
      String remembered = "messaging.processed_events";
      int added =
          sql.executeUpdate(
              "INSERT INTO %1$s SELECT consumer, %2$s, digest FROM %1$s LIMIT 1"
                  .formatted(remembered, Corruption.anotherId("event_id")));
      assertThat(added).isOne();

      assertThat(violated(system.check()))
          .containsExactly("payment acted once on each event that concerns it");

      sql.executeUpdate(
          "DELETE FROM %s WHERE event_id::text LIKE '%%00000000dead'".formatted(remembered));
    }
    system.requireEveryInvariant();
  }

  private static List<String> violated(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> !finding.holds())
        .peek(finding -> assertThat(finding.offenders()).isNotEmpty())
        .map(Finding::invariant)
        .toList();
  }

  private static void dropConstraints(Stack stack, Program service) throws SQLException {
    try (Connection connection = Wrong.connectAsSuperuser(stack, service);
        Statement sql = connection.createStatement()) {
      sql.execute(
          """
          DO $$
          DECLARE one record;
          BEGIN
            FOR one IN SELECT conrelid::regclass AS relation, conname
                       FROM pg_constraint
                       WHERE contype = 'c' AND coninhcount = 0
                         AND connamespace::regnamespace::text
                             IN ('orders', 'payments', 'inventory', 'messaging')
            LOOP
              EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.relation, one.conname);
            END LOOP;
          END
          $$
          """);
    }
  }
}
