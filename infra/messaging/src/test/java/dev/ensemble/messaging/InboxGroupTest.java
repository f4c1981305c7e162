package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestKafka;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Partitions that come and go among the members of a group, in either of Kafka's protocols. */
@ParameterizedClass
@EnumSource(GroupProtocol.class)
class InboxGroupTest extends OverOneShop {
  private final GroupProtocol protocol;

  InboxGroupTest(GroupProtocol protocol) {
    this.protocol = protocol;
  }

  @Test
  void two_members_that_come_and_go_lose_and_repeat_nothing() {
    try (Desk desk = desk(4)) {
      List<String> sent = new ArrayList<>();
      InboxWorker first = desk.worker();
      desk.until(() -> first.state().waitsFor().isEmpty(), first);
      for (int round = 0; round < 4; round++) {
        InboxWorker second = desk.worker();
        for (int i = 0; i < 40; i++) {
          String key = "round-" + round + "-" + i;
          sent.add(key);
          desk.send(i % 4, key);
          if (i % 5 == 0) {
            first.runOnce();
            second.runOnce();
          }
        }
        second.close();
      }

      desk.until(() -> new HashSet<>(shop.effects()).containsAll(sent), first);

      assertThat(shop.effects()).containsExactlyInAnyOrderElementsOf(sent);
      for (int partition = 0; partition < 4; partition++) {
        int of = partition;
        List<String> inOrder = sent.stream().filter(key -> numberOf(key) % 4 == of).toList();
        assertThat(shop.effects()).containsSubsequence(inOrder);
      }
    }
  }

  @Test
  void a_stop_stays_while_the_partition_is_ours_and_goes_with_it() throws Exception {
    try (Desk desk = desk(2)) {
      TopicPartition zero = new TopicPartition(desk.topic, 0);
      TopicPartition one = new TopicPartition(desk.topic, 1);
      desk.send(0, "a");
      desk.send(1, "b");
      try (var admin = desk.admin()) {
        OffsetAndMetadata gone = new OffsetAndMetadata(7);
        admin.alterConsumerGroupOffsets(desk.consumer, Map.of(zero, gone, one, gone)).all().get();
      }
      InboxWorker first = desk.worker();
      desk.until(() -> first.state().stopped().size() == 2, first);

      InboxWorker second = desk.worker();
      desk.until(() -> second.state().stopped().size() == 1, first, second);
      assertThat(first.state().stopped()).hasSize(1).isNotEqualTo(second.state().stopped());

      second.close();
      desk.until(() -> first.state().stopped().size() == 2, first);
    }
  }

  @Test
  void a_member_that_was_thrown_out_comes_back_and_repeats_nothing() throws Exception {
    try (Desk desk = desk(2)) {
      desk.send(0, "a");
      InboxWorker worker = desk.worker();
      desk.until(() -> shop.effects().size() == 1, worker);
      try (var admin = desk.admin()) {
        admin
            .removeMembersFromConsumerGroup(
                desk.consumer, new RemoveMembersFromConsumerGroupOptions())
            .all()
            .get();
      }
      desk.send(0, "b");
      desk.send(1, "c");

      desk.until(() -> desk.committed(0) == 2 && desk.committed(1) == 1, worker);

      assertThat(shop.effects()).containsExactlyInAnyOrder("a", "b", "c");
    }
  }

  @Test
  void a_static_member_takes_its_partitions_back_from_its_former_self_at_once() {
    assumeThat(protocol).isEqualTo(GroupProtocol.CLASSIC);
    try (Desk desk = desk(1)) {
      // Far longer than the test waits: only a return can free the partition.
      desk.kafkaProperties.put("session.timeout.ms", "300000");
      desk.send(0, "a");
      InboxWorker crashed = desk.worker("shop-1");
      desk.until(() -> shop.effects().size() == 1, crashed);
      desk.send(0, "b");

      desk.forgetWorkers();
      InboxWorker again = desk.worker("shop-1");
      desk.until(() -> shop.effects().size() == 2, again);

      assertThat(shop.effects()).containsExactly("a", "b");
    }
  }

  @Test
  void in_the_consumer_protocol_a_static_member_waits_until_its_former_self_has_left() {
    assumeThat(protocol).isEqualTo(GroupProtocol.CONSUMER);
    try (Desk desk = desk(1)) {
      desk.send(0, "a");
      InboxWorker former = desk.worker("shop-1");
      desk.until(() -> shop.effects().size() == 1, former);
      desk.send(0, "b");

      desk.forgetWorkers();
      InboxWorker again = desk.worker("shop-1");
      assertThatExceptionOfType(UnreleasedInstanceIdException.class)
          .isThrownBy(() -> desk.until(() -> false, again));
      former.close();
      desk.until(() -> shop.effects().size() == 2, again);

      assertThat(shop.effects()).containsExactly("a", "b");
    }
  }

  @Test
  void what_a_producers_transaction_took_back_never_happened() throws Exception {
    try (Desk desk = desk(1);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of(
                    "bootstrap.servers",
                    TestKafka.bootstrapServers(),
                    "transactional.id",
                    desk.topic),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(toPartition(desk, "taken-back")).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(toPartition(desk, "kept")).get();
      producer.commitTransaction();
      InboxWorker worker = desk.worker();

      desk.until(() -> desk.committed(0) == 4, worker);

      assertThat(shop.effects()).containsExactly("kept");
    }
  }

  @Test
  void records_are_counted_by_what_became_of_them() {
    try (Desk desk = desk(1)) {
      Facts twice = Shop.counted("a");
      desk.send(0, twice);
      desk.send(0, twice);
      desk.send(0, Facts.of(Shop.SEEN, "{\"orderId\":\"x\"}"));
      desk.send(0, Facts.of("thing.unheard-of.v1", "{\"orderId\":\"x\"}"));
      InboxWorker worker = desk.worker();

      desk.until(() -> desk.committed(0) == 4, worker);

      assertThat(desk.counted("fresh")).isEqualTo(1);
      assertThat(desk.counted("repeated")).isEqualTo(1);
      assertThat(desk.counted("ignored")).isEqualTo(1);
      assertThat(desk.counted("parked")).isEqualTo(1);
    }
  }

  @Test
  void a_broker_that_is_away_is_waited_for() {
    try (Desk desk = desk(1)) {
      desk.bootstrapServers = "127.0.0.1:1";
      InboxWorker worker = desk.worker();

      desk.steps(2, worker);

      assertThat(worker.state().waitsFor())
          .hasValueSatisfying(reason -> assertThat(reason).contains("the broker"));
    }
  }

  private Desk desk(int partitions) {
    Desk desk = Desk.open(shop, partitions);
    desk.protocol = protocol;
    return desk;
  }

  private static ProducerRecord<byte[], byte[]> toPartition(Desk desk, String key) {
    return Shop.counted(key).toSend(desk.topic);
  }

  private static int numberOf(String key) {
    return Integer.parseInt(key.substring(key.lastIndexOf('-') + 1));
  }
}
