package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** From a broker's partitions to effects in a database: nothing lost, nothing twice. */
class InboxWorkerTest extends OverOneShop {
  @Test
  void a_new_consumer_reads_from_the_beginning_and_commits_what_took_effect() {
    try (Desk desk = Desk.open(shop, 1)) {
      desk.send(0, "a", "b", "c");
      InboxWorker worker = desk.worker();

      desk.until(() -> shop.effects().size() == 3, worker);

      assertThat(shop.effects()).containsExactly("a", "b", "c");
      assertThat(desk.committed(0)).isEqualTo(3);
      assertThat(worker.state().waitsFor()).isEmpty();
    }
  }

  @Test
  void a_new_consumer_commits_where_it_begins_even_where_nothing_is_to_be_read() {
    try (Desk desk = Desk.open(shop, 1)) {
      InboxWorker worker = desk.worker();

      desk.until(() -> desk.committed(0) == 0, worker);
    }
  }

  @Test
  void a_partition_without_a_leader_holds_up_the_offsets_of_no_other() {
    try (Desk desk = Desk.open(shop, 2)) {
      desk.connect = LeaderlessFirstPartition::new;
      desk.send(1, "a");
      InboxWorker worker = desk.worker();

      desk.until(() -> desk.committed(1) == 1, worker);

      assertThat(desk.committed(0)).isEqualTo(-1);
    }
  }

  @Test
  void a_broker_that_is_slow_to_say_where_the_group_stands_costs_no_rejoin() {
    try (Desk desk = Desk.open(shop, 2)) {
      AtomicInteger opened = new AtomicInteger();
      desk.connect =
          settings -> {
            opened.incrementAndGet();
            return new SlowToSay(settings);
          };
      desk.send(0, "a");
      desk.send(1, "b");
      InboxWorker first = desk.worker();
      desk.until(() -> desk.committed(0) == 1 && desk.committed(1) == 1, first);
      first.close();
      desk.send(0, "c");
      InboxWorker second = desk.worker();
      desk.until(() -> desk.committed(0) == 2, second);

      assertThat(opened).hasValue(2);
      assertThat(shop.effects()).containsExactlyInAnyOrder("a", "b", "c");
      assertThat(desk.counted("repeated")).isZero();
    }
  }

  /** The question is too late each time; what the client asks by itself is answered. */
  private static final class SlowToSay extends KafkaConsumer<byte[], byte[]> {
    SlowToSay(Map<String, Object> settings) {
      super(settings);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(
        Set<TopicPartition> partitions, Duration timeout) {
      throw new TimeoutException("no offsets within " + timeout);
    }
  }

  /** As while no broker says where its first partition begins, which a client waits for. */
  private static final class LeaderlessFirstPartition extends KafkaConsumer<byte[], byte[]> {
    LeaderlessFirstPartition(Map<String, Object> settings) {
      super(settings);
    }

    @Override
    public long position(TopicPartition partition, Duration timeout) {
      if (partition.partition() == 0) {
        throw new TimeoutException("no position within " + timeout);
      }
      return super.position(partition, timeout);
    }
  }

  @Test
  void a_crash_between_the_databases_commit_and_kafkas_repeats_no_effect() {
    try (Desk desk = Desk.open(shop, 1)) {
      desk.send(0, "a", "b");
      desk.connect = CommitsNothing::new;
      InboxWorker crashed = desk.worker();
      desk.until(() -> shop.effects().size() == 2, crashed);
      crashed.close();
      assertThat(desk.committed(0)).isEqualTo(-1);

      desk.connect = KafkaConsumer::new;
      desk.send(0, "c");
      InboxWorker next = desk.worker();
      desk.until(() -> desk.committed(0) == 3, next);

      assertThat(shop.effects()).containsExactly("a", "b", "c");
    }
  }

  @Test
  void a_group_whose_offsets_are_lost_reads_everything_again_without_effect() throws Exception {
    try (Desk desk = Desk.open(shop, 1)) {
      desk.send(0, "a", "b");
      InboxWorker first = desk.worker();
      desk.until(() -> desk.committed(0) == 2, first);
      first.close();
      try (var admin = desk.admin()) {
        admin.deleteConsumerGroups(List.of(desk.consumer)).all().get();
      }

      InboxWorker second = desk.worker();
      desk.until(() -> desk.committed(0) == 2, second);

      assertThat(shop.effects()).containsExactly("a", "b");
    }
  }

  @Test
  void an_event_that_fails_is_tried_again_in_its_place() {
    try (Desk desk = Desk.open(shop, 1)) {
      AtomicInteger calls = failTimes("b", 3);
      desk.send(0, "a", "b", "c");
      InboxWorker worker = desk.worker();
      // Once with its batch and once alone: the first attempt.
      desk.until(() -> calls.get() == 2, worker);
      assertThat(shop.effects()).containsExactly("a");
      assertThat(desk.committed(0)).isEqualTo(1);

      desk.steps(3, worker);
      assertThat(calls).as("not before its time").hasValue(2);

      desk.pass(Duration.ofMillis(200));
      desk.until(() -> shop.effects().size() == 3, worker);
      assertThat(shop.effects()).containsExactly("a", "b", "c");
      assertThat(worker.state().stopped()).isEmpty();
      assertThat(desk.committed(0)).isEqualTo(3);
    }
  }

  @Test
  void an_event_that_fails_for_good_is_parked_with_its_key_and_everything_else_goes_on() {
    try (Desk desk = Desk.open(shop, 2)) {
      AtomicInteger calls = failTimes("culprit", Integer.MAX_VALUE);
      desk.send(0, "a", "culprit", "b", "culprit");
      desk.send(1, "c");
      InboxWorker worker = desk.worker();

      desk.until(
          () -> {
            desk.pass(Duration.ofSeconds(10));
            return desk.committed(0) == 4;
          },
          worker);

      assertThat(calls).as("each of three attempts: with its batch and alone").hasValue(6);
      assertThat(shop.effects()).containsExactlyInAnyOrder("a", "b", "c");
      assertThat(worker.state().stopped()).isEmpty();
      assertThat(new Lot(shop).parked()).containsExactly("failed culprit 1", "behind culprit 3");
      assertThat(desk.counted("parked")).isEqualTo(2);
      assertThat(desk.counted("failed")).as("the attempts before the last").isEqualTo(2);
    }
  }

  @Test
  void a_crash_between_parking_and_kafkas_commit_parks_nothing_twice() {
    try (Desk desk = Desk.open(shop, 1)) {
      failTimes("culprit", Integer.MAX_VALUE);
      desk.send(0, "a", "culprit", "b", "culprit");
      desk.send(0, Facts.of("thing.unheard-of.v1", "{\"orderId\":\"x\"}"));
      desk.connect = CommitsNothing::new;
      InboxWorker crashed = desk.worker();
      desk.until(
          () -> {
            desk.pass(Duration.ofSeconds(10));
            return new Lot(shop).parked().size() == 3;
          },
          crashed);
      crashed.close();
      assertThat(desk.committed(0)).isEqualTo(-1);

      desk.connect = KafkaConsumer::new;
      desk.send(0, "c");
      InboxWorker next = desk.worker();
      desk.until(() -> desk.committed(0) == 6, next);

      assertThat(shop.effects()).containsExactly("a", "b", "c");
      assertThat(new Lot(shop).parked())
          .containsExactly("failed culprit 1", "behind culprit 3", "unreadable x 4");
    }
  }

  @Test
  void a_record_of_an_outside_client_is_acted_on_as_any_other() {
    try (Desk desk = Desk.open(shop, 1)) {
      ProducerRecord<byte[], byte[]> byHand =
          new ProducerRecord<>(desk.topic, bytes("a"), bytes("{\"orderId\":\"a\",\"amount\":3}"));
      Map.of(
              "ce_specversion", "1.0",
              "ce_id", "01a1fbf0-24aa-4aa7-8bae-0180e0c0f5d1",
              "ce_source", "/a/person",
              "ce_type", Shop.COUNTED,
              "content-type", "application/json")
          .forEach((name, value) -> byHand.headers().add(name, bytes(value)));
      TestKafka.produce(byHand);
      InboxWorker worker = desk.worker();

      desk.until(() -> shop.effects().size() == 1, worker);

      assertThat(shop.effects()).containsExactly("a");
    }
  }

  @Test
  void an_offset_that_the_topic_no_longer_has_stops_its_partition_and_no_other() throws Exception {
    try (Desk desk = Desk.open(shop, 2)) {
      desk.send(0, "a", "b", "c");
      TopicPartition partition = new TopicPartition(desk.topic, 0);
      try (var admin = desk.admin()) {
        admin
            .alterConsumerGroupOffsets(desk.consumer, Map.of(partition, new OffsetAndMetadata(1)))
            .all()
            .get();
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(2))).all().get();
      }
      InboxWorker worker = desk.worker();

      desk.until(() -> !worker.state().stopped().isEmpty(), worker);
      desk.send(1, "d");
      desk.until(() -> shop.effects().contains("d"), worker);

      assertThat(shop.effects()).containsExactly("d");
      assertThat(desk.committed(0)).isEqualTo(1);
      assertThat(Desk.only(worker.state().stopped()))
          .contains("partition 0", "offset 1", "no such offset");
    }
  }

  @Test
  void a_missing_topic_is_waited_for_while_the_others_flow() {
    try (Desk desk = Desk.open(shop, 1)) {
      String late = desk.topic + "-late";
      desk.topics.add(late);
      desk.kafkaProperties.put("metadata.max.age.ms", "200");
      desk.send(0, "a");
      InboxWorker worker = desk.worker();
      desk.until(() -> shop.effects().size() == 1, worker);
      assertThat(worker.state().missingTopics()).containsExactly(late);

      TestKafka.createTopic(late, 1);
      TestKafka.produce(Shop.counted("b").toSend(late));
      desk.pass(Duration.ofSeconds(10));
      desk.until(() -> shop.effects().size() == 2, worker);

      assertThat(shop.effects()).containsExactly("a", "b");
      assertThat(worker.state().missingTopics()).isEmpty();
    }
  }

  /** A process that dies after the database's commit, as far as the broker can tell. */
  private static final class CommitsNothing extends KafkaConsumer<byte[], byte[]> {
    CommitsNothing(Map<String, Object> settings) {
      super(settings);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {}
  }

  /** Lets the use case fail for the key so often; counts its calls for the key. */
  private static AtomicInteger failTimes(String key, int times) {
    AtomicInteger calls = new AtomicInteger();
    shop.behaviour()
        .after(
            one -> {
              if (one.orderId().equals(key) && calls.incrementAndGet() <= times) {
                throw new IllegalArgumentException("the shop is closed");
              }
            });
    return calls;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
