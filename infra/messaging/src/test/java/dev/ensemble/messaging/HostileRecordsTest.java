package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What anybody may send, through a real broker: what becomes of each, and that all else flows. */
class HostileRecordsTest {
  private static final int FUZZED = 10_000;

  /** More than any of the records here has. */
  private static final String BYTES_MAX = "12000000";

  private static Shop shop;

  @BeforeAll
  static void open() {
    shop =
        Shop.open(
            TestDatabase.create("shop"),
            Map.of(
                "ensemble.messaging.inbox.parked-events-max", "20000",
                "ensemble.messaging.inbox.parked-events-per-key-max", "20000"));
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
  }

  /** By what it is, and what becomes of it. */
  private static Map<String, String> expected() {
    Map<String, String> expected = new LinkedHashMap<>();
    for (String unreadable :
        List.of(
            "no headers",
            "no id",
            "an id that is no UUID",
            "two ids",
            "two content types",
            "another specversion",
            "another content type",
            "a header that is not UTF-8",
            "a type of 100 kB",
            "a time that is none",
            "a sequence that is none",
            "no JSON",
            "JSON that ends early",
            "JSON that goes on",
            "JSON of another shape",
            "JSON without a required field",
            "JSON that is null",
            "JSON that is 10,000 deep",
            "JSON that is not UTF-8",
            "a number too large for its field",
            "a number of 10,000 digits",
            "a number with a huge exponent",
            "binary noise",
            "5 MB of noise",
            "no value",
            "an empty value",
            "neither key nor partition key",
            "noise without a key",
            "noise under a key of 500 kB",
            "noise with 1,000 headers",
            "an unknown type",
            "a later version of the type",
            "a known id with another payload",
            "an id from the future")) {
      expected.put(unreadable, "unreadable");
    }
    expected.put("an id from before the window", "expired");
    expected.put("a string with NUL, which the database refuses", "failed");
    expected.put("half a surrogate pair", "failed");
    expected.put("a type that is ignored", "ignored");
    for (String applied :
        List.of(
            "headers that name classes",
            "1,000 headers",
            "5 MB of good JSON",
            "a key of 500 kB",
            "no key but a partition key")) {
      expected.put(applied, "applied");
    }
    return expected;
  }

  @Test
  void each_kind_of_record_is_parked_ignored_or_acted_on_as_documented_and_its_partition_flows()
      throws Exception {
    try (Desk desk = desk()) {
      Map<String, String> expected = expected();
      Map<Long, String> names = new LinkedHashMap<>();
      List<String> behind = new ArrayList<>();
      int n = 0;
      try (KafkaProducer<byte[], byte[]> producer = producer()) {
        for (String name : expected.keySet()) {
          OddRecord odd = OddRecord.of("odd-" + ++n, name);
          if (odd.before != null) {
            producer.send(odd.before.toSend(desk.topic)).get();
          }
          names.put(producer.send(odd.toSend(desk.topic)).get().offset(), name);
          behind.add("behind-" + n);
          producer.send(Shop.counted("behind-" + n).toSend(desk.topic)).get();
        }
      }
      InboxWorker worker = desk.worker();
      long end = TestKafka.readAll(desk.topic).getLast().offset() + 1;
      desk.until(
          () -> {
            desk.pass(Duration.ofSeconds(10));
            return desk.committed(0) == end;
          },
          worker);

      Map<String, String> found = new LinkedHashMap<>();
      Map<Long, String> parked = parked();
      names.forEach((offset, name) -> found.put(name, parked.getOrDefault(offset, "flowed")));
      expected.replaceAll(
          (name, what) -> what.equals("applied") || what.equals("ignored") ? "flowed" : what);
      assertThat(found).isEqualTo(expected);
      assertThat(shop.effects()).as("what came behind each").containsSubsequence(behind);
      long applied = expected().values().stream().filter("applied"::equals).count();
      assertThat(shop.effects()).hasSize(behind.size() + (int) applied + 1);
      assertThat(desk.counted("ignored")).as("once for each time that it was read").isPositive();
      assertThat(worker.state().stopped()).isEmpty();
    }
  }

  @Test
  void ten_thousand_fuzzed_records_flow_through_a_partition() throws Exception {
    try (Desk desk = desk()) {
      Random random = new Random(Proof.SEED);
      try (KafkaProducer<byte[], byte[]> producer = producer()) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < FUZZED; i++) {
          ConsumerRecord<byte[], byte[]> fuzzed = ParkingFuzzTest.fuzzed(random, i);
          sent.add(
              producer.send(
                  new ProducerRecord<>(
                      desk.topic, 0, fuzzed.key(), fuzzed.value(), fuzzed.headers())));
        }
        for (Future<RecordMetadata> one : sent) {
          one.get();
        }
      }
      desk.send(0, "last");
      InboxWorker worker = desk.worker();

      desk.until(() -> desk.committed(0) == FUZZED + 1, worker);

      long parked = parked().size();
      assertThat(parked).isPositive();
      assertThat(desk.counted("parked")).isEqualTo((double) parked);
      assertThat(desk.counted("fresh")).isEqualTo(shop.effects().size());
      assertThat(parked + shop.effects().size() + desk.counted("ignored")).isEqualTo(FUZZED + 1);
      assertThat(shop.effects()).endsWith("last");
      assertThat(worker.state().stopped()).isEmpty();
    }
  }

  private static Map<Long, String> parked() {
    Map<Long, String> parked = new LinkedHashMap<>();
    shop.superuser()
        .sql("SELECT record_offset, kind FROM messaging.parked_events")
        .query(
            row -> {
              parked.put(row.getLong(1), row.getString(2));
            });
    return parked;
  }

  /** On a topic that takes records as large as its operator may allow them to be. */
  private static Desk desk() throws Exception {
    Desk desk = Desk.open(shop, 1);
    try (var admin = desk.admin()) {
      ConfigEntry bytes = new ConfigEntry("max.message.bytes", BYTES_MAX);
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, desk.topic),
                  List.of(new AlterConfigOp(bytes, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
    return desk;
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "max.request.size", BYTES_MAX),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
