package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ensemble.testkit.TestKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  /** Whoever looks again and again while nothing answers makes it no worse. */
  @Test
  void many_that_ask_a_silent_broker_are_one_client_at_a_time_and_wait_no_longer_than_said()
      throws Exception {
    List<Long> clients = new CopyOnWriteArrayList<>();
    // Closed last, as the thread that accepts ends when there is nothing to accept from.
    try (ExecutorService many = Executors.newFixedThreadPool(9);
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      many.execute(() -> acceptEach(silent, () -> clients.add(clientsOf("silent"))));
      GroupAtBroker group =
          new GroupAtBroker(
              new MessagingProperties.Kafka("127.0.0.1:" + silent.getLocalPort(), Map.of()),
              "silent",
              Set.of(TOPIC),
              Duration.ofSeconds(1));
      Instant begin = Instant.now();

      List<Future<Optional<InboxStatus.Group>>> answers =
          many.invokeAll(Collections.nCopies(8, group::ask));

      for (Future<Optional<InboxStatus.Group>> answer : answers) {
        assertThat(answer.get()).isEmpty();
      }
      assertThat(Duration.between(begin, Instant.now()))
          .as("eight that wait for each other would take eight seconds")
          .isLessThan(Duration.ofSeconds(6));
      // One may be closed again before it is counted.
      assertThat(clients).isNotEmpty().allMatch(count -> count <= 1);
    }
  }

  /** Until it is closed; what it has accepted it never answers. */
  private static void acceptEach(ServerSocket silent, Runnable seen) {
    List<Socket> accepted = new ArrayList<>();
    try {
      while (true) {
        accepted.add(silent.accept());
        seen.run();
      }
    } catch (IOException closed) {
      accepted.forEach(socket -> assertThatCode(socket::close).doesNotThrowAnyException());
    }
  }

  private static long clientsOf(String consumer) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith("| " + consumer + "-status"))
        .count();
  }

  private static void send(int partition) {
    TestKafka.produce(new ProducerRecord<>(TOPIC, partition, new byte[] {1}, new byte[] {1}));
  }
}
