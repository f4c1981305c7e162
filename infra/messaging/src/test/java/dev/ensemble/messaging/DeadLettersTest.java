package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.messaging.leases.Leases;
import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is parked is copied to a conventional dead-letter topic, on a real broker. */
class DeadLettersTest {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static Shop shop;
  private static Lot lot;

  private final String topic = "dead-" + COUNT.incrementAndGet();

  @BeforeAll
  static void open() {
    shop = Shop.open();
    lot = new Lot(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void nothing() {
    shop.reset();
    shop.superuser().sql("DELETE FROM messaging.leases").update();
  }

  /** I27 of the invariants: original bytes, origin, and as many as there was poison. */
  @Test
  void each_culprit_is_copied_once_with_its_bytes_and_its_origin_in_the_order_of_numbers()
      throws Exception {
    make(Map.of());
    List<ConsumerRecord<byte[], byte[]>> poison = poison();
    lot.poison("a", 7);
    lot.take(poison);
    ConsumerRecord<byte[], byte[]> failing = Lot.event("a", 7);
    lot.take(failing, Lot.event("a", 8), Lot.event("b", 9));
    poison.add(failing);

    try (DeadLetterSender sender = sender()) {
      assertThat(letters(sender).runOnce()).isEqualTo(poison.size());
      assertThat(letters(sender).runOnce()).as("a second time").isZero();
    }

    List<ConsumerRecord<byte[], byte[]>> dead = dead();
    assertThat(dead).hasSameSizeAs(poison);
    for (int i = 0; i < poison.size(); i++) {
      assertFaithful(dead.get(i), poison.get(i));
    }
    assertThat(text(dead.getLast().headers(), "kafka_dlt-exception-fqcn"))
        .isEqualTo("java.lang.IllegalArgumentException");
    assertThat(lot.parked()).as("what is behind it is no culprit").contains("behind a 8");
    assertThat(lot.effects()).containsExactly("b 9");
  }

  @Test
  void nothing_of_the_payload_or_of_what_a_failure_says_stands_in_our_headers() throws Exception {
    make(Map.of());
    shop.behaviour()
        .before(
            one -> {
              throw new IllegalStateException("secret of " + one.orderId());
            });
    lot.take(Lot.event("a", 1));

    try (DeadLetterSender sender = sender()) {
      letters(sender).runOnce();
    }
    for (Header header : dead().getFirst().headers()) {
      if (header.key().startsWith("kafka_dlt") || header.key().startsWith("ensemble")) {
        assertThat(new String(header.value(), StandardCharsets.UTF_8)).doesNotContain("secret");
      }
    }
    assertThat(lot.texts("SELECT reason FROM messaging.parked_events").getFirst())
        .contains("secret of a");
  }

  @Test
  void a_record_that_the_topic_refuses_for_its_size_holds_up_no_other() throws Exception {
    make(Map.of("max.message.bytes", "2000"));
    lot.take(noise("large", 1, 5_000), noise("small", 2, 10));

    try (DeadLetterSender sender = sender()) {
      assertThat(letters(sender).runOnce()).isEqualTo(2);
      assertThat(letters(sender).runOnce()).as("it is not tried for ever").isZero();
    }
    assertThat(dead())
        .extracting(one -> new String(one.key(), StandardCharsets.UTF_8))
        .containsExactly("small");
    assertThat(marks()).containsExactly("refused", "copied");
    assertThat(lot.parked()).as("both stay").hasSize(2);
  }

  @Test
  void a_topic_that_is_missing_is_named_and_nothing_is_lost_until_it_is_there() throws Exception {
    lot.take(noise("a", 1, 10));
    try (DeadLetterSender sender = sender()) {
      assertThatExceptionOfType(DeadLetterTopicUnfit.class)
          .isThrownBy(() -> letters(sender).runOnce())
          .withMessageStartingWith("the dead-letter topic " + topic + " does not exist: make it");
      lot.take(noise("b", 2, 10));
      make(Map.of());

      assertThat(letters(sender).runOnce()).isEqualTo(2);
    }
    assertThat(dead()).hasSize(2);
  }

  /** F49. */
  @Test
  void a_broker_that_denies_the_write_is_tried_again_and_parking_goes_on() throws Exception {
    make(Map.of());
    lot.take(noise("a", 1, 10));
    KafkaRetentionTest.deny(topic, AclOperation.WRITE);
    try (DeadLetterSender sender = sender()) {
      assertThatExceptionOfType(KafkaException.class).isThrownBy(() -> letters(sender).runOnce());
      assertThat(lot.take(noise("b", 2, 10)).done().parked()).isEqualTo(1);
      KafkaRetentionTest.allowAgain(topic);

      assertThat(letters(sender).runOnce()).isEqualTo(2);
    } finally {
      KafkaRetentionTest.allowAgain(topic);
    }
    assertThat(dead())
        .extracting(one -> new String(one.key(), StandardCharsets.UTF_8))
        .containsExactly("a", "b");
  }

  @Test
  void a_copy_whose_mark_does_not_commit_is_sent_again() throws Exception {
    make(Map.of());
    lot.take(noise("a", 1, 10));
    try (DeadLetterSender sender = sender()) {
      shop.superuser()
          .sql("REVOKE UPDATE (dead_letter) ON messaging.parked_events FROM shop_app")
          .update();
      assertThatExceptionOfType(DataAccessException.class)
          .isThrownBy(() -> letters(sender).runOnce());
      shop.superuser()
          .sql("GRANT UPDATE (dead_letter) ON messaging.parked_events TO shop_app")
          .update();

      assertThat(letters(sender).runOnce()).isEqualTo(1);
    }
    assertThat(dead()).as("at least once").hasSize(2);
  }

  @Test
  void of_two_replicas_one_copies() throws Exception {
    make(Map.of());
    lot.take(noise("a", 1, 10));
    try (DeadLetterSender sender = sender()) {
      assertThat(letters(sender, "one").runOnce()).isEqualTo(1);
      lot.take(noise("b", 2, 10));
      assertThat(letters(sender, "other").runOnce()).isZero();
      assertThat(letters(sender, "one").runOnce()).isEqualTo(1);
    }
  }

  @Test
  void what_was_treated_before_its_turn_is_not_copied_and_what_fails_in_its_redrive_is()
      throws Exception {
    make(Map.of());
    lot.poison("a", 1);
    lot.take(Lot.event("a", 1), Lot.event("a", 2));
    lot.take(noise("given-up", 3, 10));
    lot.discard(new ParkedSelection.OfKey("given-up"));
    lot.poison("a", 2);
    assertThat(Lot.outcomes(lot.redrive(new ParkedSelection.OfKey("a"))))
        .containsExactly("APPLIED 1", "FAILED 2");

    try (DeadLetterSender sender = sender()) {
      assertThat(letters(sender).runOnce()).isEqualTo(1);
    }
    assertThat(text(dead().getFirst().headers(), "ensemble-parked-attempts")).isEqualTo("1");
    assertThat(ByteBuffer.wrap(last(dead().getFirst(), "kafka_dlt-original-offset")).getLong())
        .isEqualTo(2);
  }

  @Test
  void a_topic_that_is_consumed_is_refused_at_the_start() {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(
            () ->
                Shop.open(
                    TestDatabase.create("shop"),
                    Map.of("ensemble.messaging.inbox.dead-letter-topic", Shop.TOPIC)))
        .matches(
            failure ->
                String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage())
                    .contains("dead-letter-topic is thing.events, which this consumer reads"));
  }

  @Test
  void an_application_copies_by_itself_where_a_topic_is_set() throws Exception {
    make(Map.of());
    String read = TestKafka.createTopic(topic + "-read", 1);
    Map<String, String> settings =
        Map.of(
            "ensemble.messaging.inbox.auto-start", "true",
            "ensemble.messaging.inbox.dead-letter-topic", topic,
            "ensemble.messaging.kafka.bootstrap-servers", TestKafka.bootstrapServers(),
            "shop.consumer", topic,
            "shop.topic", read);
    try (Shop running = Shop.open(TestDatabase.create("shop"), settings)) {
      assertThat(running.effects()).isEmpty();
      TestKafka.produce(new ProducerRecord<>(read, new byte[] {1}, new byte[] {2}));
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (dead().isEmpty()) {
        assertThat(System.nanoTime()).as("it did not come about").isLessThan(deadline);
      }
    }
    assertThat(dead().getFirst().value()).containsExactly(2);
    assertThat(text(dead().getFirst().headers(), "kafka_dlt-original-topic")).isEqualTo(read);
  }

  /** Unreadable in several ways, and one from before the window. */
  private static List<ConsumerRecord<byte[], byte[]>> poison() {
    List<ConsumerRecord<byte[], byte[]>> poison = new ArrayList<>();
    poison.add(noise("noise", 1, 300));
    poison.add(Lot.unheardOf("unheard", 2));
    poison.add(new ConsumerRecord<>(Shop.TOPIC, 3, 3, null, new byte[] {(byte) 0xff, 0}));
    poison.add(
        new ConsumerRecord<>(Shop.TOPIC, 0, 4, "tomb".getBytes(StandardCharsets.UTF_8), null));
    ConsumerRecord<byte[], byte[]> hostile = noise("hostile", 5, 10);
    hostile.headers().add("kafka_dlt-original-topic", new byte[] {9});
    hostile.headers().add("", null);
    poison.add(hostile);
    poison.add(
        Lot.fact("old", 6)
            .id(new EpochIds(() -> 1_600_000_000_000L).next())
            .polled(Shop.TOPIC, 0, 6));
    return poison;
  }

  private static ConsumerRecord<byte[], byte[]> noise(String key, int offset, int length) {
    byte[] value = new byte[length];
    for (int i = 0; i < length; i++) {
      value[i] = (byte) (i * 31);
    }
    return new ConsumerRecord<>(Shop.TOPIC, 0, offset, key.getBytes(StandardCharsets.UTF_8), value);
  }

  private static void assertFaithful(
      ConsumerRecord<byte[], byte[]> dead, ConsumerRecord<byte[], byte[]> poison) {
    assertThat(dead.key()).isEqualTo(poison.key());
    assertThat(dead.value()).isEqualTo(poison.value());
    List<Header> all = List.of(dead.headers().toArray());
    List<Header> own = List.of(poison.headers().toArray());
    assertThat(all.subList(0, own.size())).as("its own headers, first").isEqualTo(own);
    assertThat(text(dead.headers(), "kafka_dlt-original-topic")).isEqualTo(poison.topic());
    assertThat(ByteBuffer.wrap(last(dead, "kafka_dlt-original-partition")).getInt())
        .isEqualTo(poison.partition());
    assertThat(ByteBuffer.wrap(last(dead, "kafka_dlt-original-offset")).getLong())
        .isEqualTo(poison.offset());
    assertThat(last(dead, "kafka_dlt-original-timestamp")).hasSize(Long.BYTES);
    assertThat(text(dead.headers(), "kafka_dlt-original-consumer-group")).isEqualTo("shop");
    assertThat(text(dead.headers(), "ensemble-parked-fingerprint")).matches("[0-9a-f]{12}");
  }

  private static byte[] last(ConsumerRecord<byte[], byte[]> record, String name) {
    return record.headers().lastHeader(name).value();
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private DeadLetterSender sender() {
    return new DeadLetterSender(
        new MessagingProperties.Kafka(TestKafka.bootstrapServers(), Map.of()), "shop", topic);
  }

  private static DeadLetters letters(DeadLetterSender sender) {
    return letters(sender, "one");
  }

  private static DeadLetters letters(DeadLetterSender sender, String owner) {
    return new DeadLetters(
        "shop",
        new DeadLettersTable(shop.bean(JdbcTemplate.class)),
        sender,
        new DeadLetters.Turn(
            shop.bean(Leases.class),
            owner,
            new TransactionTemplate(shop.bean(PlatformTransactionManager.class))));
  }

  /** One partition, so that the order shows. */
  private void make(Map<String, String> settings) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, Optional.of(1), Optional.<Short>empty()).configs(settings)))
          .all()
          .get();
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> dead() {
    return TestKafka.readAll(topic);
  }

  private static List<String> marks() {
    return lot.texts("SELECT dead_letter FROM messaging.parked_events ORDER BY number");
  }
}
