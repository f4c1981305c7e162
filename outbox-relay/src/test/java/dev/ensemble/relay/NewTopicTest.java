package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestKafka;
import dev.ensemble.testkit.faults.HeldOpening;
import dev.ensemble.testkit.faults.HeldWrites;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A broker refuses a producer's first batch for a moment, and would take the second one: of a
 * producer that it knows nothing of it takes any sequence number (KAFKA-15591).
 */
@ParameterizedClass
@EnumSource
class NewTopicTest {
  private static final String CLIENT = "ensemble-relay-test";
  private static final String KEY = "order-1";
  private static final int ROWS = 20;
  private static final double NANOS_PER_SECOND = 1e9;
  // Below transaction.timeout.ms (30 s) and delivery.timeout.ms (120 s), which end what hangs.
  private static final Duration NO_STALL = Duration.ofSeconds(20);
  // Each row is a batch of its own, so that several are under way where several may be; and a topic
  // that was made again is known for a new one before a row is sent to it.
  private static final Map<String, String> KAFKA =
      Map.of("batch.size", "1", "max.block.ms", "20000", "metadata.max.age.ms", "100");

  private final Way way;
  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.named();

  NewTopicTest(Way way) {
    this.way = way;
  }

  /** How the relay sends, and how many requests are under way at once then. */
  enum Way {
    AT_LEAST_ONCE(Delivery.Mode.AT_LEAST_ONCE, 2, 1),
    TRANSACTIONAL(Delivery.Mode.TRANSACTIONAL, 2, 5),
    /** As with a broker before 4.0, or one whose features were not raised since. */
    TRANSACTIONAL_OF_OLD(Delivery.Mode.TRANSACTIONAL, 1, 1);

    private final Delivery.Mode mode;
    private final int transactionVersion;
    private final int inFlight;

    Way(Delivery.Mode mode, int transactionVersion, int inFlight) {
      this.mode = mode;
      this.transactionVersion = transactionVersion;
      this.inFlight = inFlight;
    }
  }

  @BeforeEach
  void speak() {
    TestKafka.transactionVersion(way.transactionVersion);
  }

  @AfterEach
  void speakAsBefore() {
    TestKafka.transactionVersion(2);
    database.dropSlot();
  }

  @Test
  void a_topic_that_is_made_while_rows_wait_for_it_gets_them_in_order() throws Exception {
    try (RunningSource relay = start();
        HeldOpening opening = HeldOpening.of(topic.name());
        HeldWrites writes = HeldWrites.of(CLIENT, topic.name())) {
      insertRows(1);
      make(opening);
      refuseTheFirst(writes);
      opening.open();
      topic.awaitOpen(1);
      writes.passAll();

      assertThatRowsComeInOrder(1, relay);
    }
  }

  @Test
  void a_topic_that_is_deleted_and_made_again_gets_the_next_rows_in_order() throws Exception {
    topic.make(1);
    try (RunningSource relay = start()) {
      insertRows(1);
      topic.await(ROWS);
      TestKafka.deleteTopic(topic.name());
      try (HeldOpening opening = HeldOpening.of(topic.name());
          HeldWrites writes = HeldWrites.of(CLIENT, topic.name())) {
        make(opening);
        awaitNews();
        insertRows(ROWS + 1);
        refuseTheFirst(writes);
        opening.open();
        topic.awaitOpen(1);
        writes.passAll();

        assertThatRowsComeInOrder(ROWS + 1, relay);
      }
    }
  }

  private RunningSource start() {
    return RunningSource.start(database.settings(), KAFKA, way.mode).awaitStreaming();
  }

  private void make(HeldOpening opening) throws InterruptedException {
    TestKafka.createUnopenedTopic(topic.name(), 1);
    opening.awaitReached();
  }

  /** Returns when the broker has refused the first batch, and looks at the next one to come. */
  private void refuseTheFirst(HeldWrites writes) {
    writes.awaitArrived(1);
    await().atMost(NO_STALL).until(() -> requestsInFlight() >= way.inFlight);
    writes.passOne();
    writes.awaitArrived(2);
  }

  private static double requestsInFlight() throws JMException {
    return ofProducer("requests-in-flight");
  }

  /** Returns when the producer has asked again what topics there are. */
  private static void awaitNews() {
    long begin = System.nanoTime();
    await()
        .atMost(NO_STALL)
        .until(() -> ofProducer("metadata-age") < (System.nanoTime() - begin) / NANOS_PER_SECOND);
  }

  /** What it says of itself. */
  private static double ofProducer(String metric) throws JMException {
    ObjectName producer =
        new ObjectName("kafka.producer:type=producer-metrics,client-id=" + CLIENT);
    return (double) ManagementFactory.getPlatformMBeanServer().getAttribute(producer, metric);
  }

  private void insertRows(int from) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (long n = from; n < from + ROWS; n++) {
        OutboxDatabase.insert(connection, topic.name(), KEY, n);
      }
      connection.commit();
    }
  }

  private void assertThatRowsComeInOrder(int from, RunningSource relay) {
    await().atMost(NO_STALL).until(() -> rows("read_committed").size() >= ROWS);
    List<Long> all = LongStream.range(from, from + ROWS).boxed().toList();
    assertThat(rows("read_committed")).containsExactlyElementsOf(all);
    assertThat(rows("read_uncommitted")).containsExactlyElementsOf(all);
    assertThat(relay.hasCrashed()).isFalse();
  }

  private List<Long> rows(String isolation) {
    List<ConsumerRecord<byte[], byte[]>> records =
        TestKafka.readAll(topic.name(), isolation).stream()
            .filter(record -> Topic.key(record).equals(KEY))
            .toList();
    return Topic.sequences(Topic.firstOccurrences(records));
  }
}
