package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestKafka;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What the broker knows of a group, for who looks when something is wrong. */
class GroupAtBrokerTest {
  private static final String TOPIC = "group-at-broker";

  @Test
  void a_partition_of_which_nothing_was_ever_committed_is_behind_by_all_that_is_there()
      throws Exception {
    TestKafka.createTopic(TOPIC, 3);
    for (int n = 0; n < 3; n++) {
      send(0);
      send(1);
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()))) {
      TopicPartition begun = new TopicPartition(TOPIC, 0);
      TopicPartition cut = new TopicPartition(TOPIC, 1);
      admin.alterConsumerGroupOffsets(TOPIC, Map.of(begun, new OffsetAndMetadata(2))).all().get();
      admin.deleteRecords(Map.of(cut, RecordsToDelete.beforeOffset(1))).all().get();
    }

    InboxStatus.Group group =
        new GroupAtBroker(
                new MessagingProperties.Kafka(TestKafka.bootstrapServers(), Map.of()),
                TOPIC,
                Set.of(TOPIC, "a-topic-that-is-missing"))
            .ask()
            .orElseThrow();

    assertThat(group.lag())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(TOPIC + "-0", 1L, TOPIC + "-1", 2L, TOPIC + "-2", 0L));
  }

  private static void send(int partition) {
    TestKafka.produce(new ProducerRecord<>(TOPIC, partition, new byte[] {1}, new byte[] {1}));
  }
}
