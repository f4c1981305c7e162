package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.TopicPartition;

/** That every fact of a load had its one effect, in its key's order, and nothing else happened. */
final class Proof {

  /** The issue's own numbers, instead of those that a build has time for. */
  static final boolean LONG = "long".equals(System.getProperty("ensemble.drills"));

  static final long SEED = 20261121;

  /** On a machine with other builds on it. */
  static final Duration PATIENCE = Duration.ofMinutes(LONG ? 5 : 2);

  static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(20);

  /** For what is much the same in either, and too long to be shown twice in each build. */
  static Stream<GroupProtocol> protocols() {
    return LONG ? Stream.of(GroupProtocol.values()) : Stream.of(GroupProtocol.CLASSIC);
  }

  private final Shop shop;
  private final String consumer;
  private final String topic;
  private final Map<UUID, Load.Told> told;

  Proof(Shop shop, Desk desk, Map<UUID, Load.Told> told) {
    this.shop = shop;
    this.consumer = desk.consumer;
    this.topic = desk.topic;
    this.told = told;
  }

  /**
   * Waits until the group stands at the end of the topic, so that nothing more can happen, and
   * looks then.
   */
  void holds() throws Exception {
    await().atMost(PATIENCE).pollInterval(LOOK_AGAIN_AFTER).until(this::groupIsAtTheEnd);
    assertThat(new Lot(shop).parked()).as("parked").isEmpty();
    Map<Load.Told, String> transactions = new HashMap<>();
    Map<String, List<Integer>> numbers = new TreeMap<>();
    shop.superuser()
        .sql("SELECT key, amount, xmin::text FROM shop.effects ORDER BY place")
        .query(
            row -> {
              String key = row.getString(1);
              numbers.computeIfAbsent(key, first -> new ArrayList<>()).add(row.getInt(2));
              transactions.put(new Load.Told(key, row.getInt(2)), row.getString(3));
            });
    assertThat(numbers).as("each key's effects, in their order").isEqualTo(inOrder());
    assertThat(remembered()).as("remembered by the transaction that acted").isEqualTo(transactions);
  }

  private Map<String, List<Integer>> inOrder() {
    Map<String, Integer> last = new HashMap<>();
    told.values().forEach(one -> last.merge(one.key(), one.number(), Math::max));
    Map<String, List<Integer>> inOrder = new TreeMap<>();
    last.forEach(
        (key, number) -> inOrder.put(key, IntStream.rangeClosed(1, number).boxed().toList()));
    return inOrder;
  }

  private Map<Load.Told, String> remembered() {
    Map<Load.Told, String> remembered = new HashMap<>();
    shop.superuser()
        .sql("SELECT event_id, xmin::text FROM messaging.processed_events WHERE consumer = ?")
        .param(consumer)
        .query(
            row -> {
              Load.Told one = told.get(row.getObject(1, UUID.class));
              assertThat(one).as("an event that nobody told").isNotNull();
              remembered.put(one, row.getString(2));
            });
    return remembered;
  }

  private boolean groupIsAtTheEnd() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()))) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      for (TopicDescription one :
          admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
        for (int n = 0; n < one.partitions().size(); n++) {
          latest.put(new TopicPartition(topic, n), OffsetSpec.latest());
        }
      }
      var ends = admin.listOffsets(latest).all().get();
      var group = admin.listConsumerGroupOffsets(consumer).partitionsToOffsetAndMetadata().get();
      return ends.entrySet().stream()
          .allMatch(
              end ->
                  group.get(end.getKey()) != null
                      && group.get(end.getKey()).offset() == end.getValue().offset());
    }
  }
}
