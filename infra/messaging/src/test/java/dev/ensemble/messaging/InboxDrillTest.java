package dev.ensemble.messaging;

import static dev.ensemble.messaging.Shop.counted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.inbox.Drill;
import dev.ensemble.testkit.inbox.Drilled;
import dev.ensemble.testkit.inbox.Effects;
import dev.ensemble.testkit.inbox.FailureKind;
import dev.ensemble.testkit.inbox.FailurePoint;
import dev.ensemble.testkit.inbox.FailurePoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test kit's drills on the inbox itself: what users are given to try theirs with. */
class InboxDrillTest {
  private static Shop shop;

  @BeforeAll
  static void open() {
    shop = Shop.open(TestDatabase.create("shop"), Map.of(), FailurePoints.class);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
  }

  /** Batches of one and of many: the inbox takes the latter apart by itself. */
  @ParameterizedTest
  @CsvSource({
    "BEFORE_IDS, EXCEPTION, 6", "BEFORE_IDS, SESSION_ENDS, 6",
    "AFTER_IDS, EXCEPTION, 6", "AFTER_IDS, SESSION_ENDS, 6",
    "BEFORE_COMMIT, EXCEPTION, 6", "BEFORE_COMMIT, SESSION_ENDS, 6",
    "AFTER_COMMIT, EXCEPTION, 6", "AFTER_COMMIT, SESSION_ENDS, 6",
    "BEFORE_COMMIT, EXCEPTION, 1", "AFTER_COMMIT, SESSION_ENDS, 1",
  })
  void each_event_has_one_effect_in_its_order_wherever_its_batch_failed(
      FailurePoint at, FailureKind as, int batchSize) {
    List<ConsumerRecord<byte[], byte[]>> records = records();
    Drilled drilled =
        Drill.of(shop.inbox()::receive)
            .records(records)
            .shuffledAcrossKeys(batchSize)
            .repeatedInPlace(1)
            .redelivered(1)
            .inBatchesOf(batchSize)
            .failingAt(shop.bean(FailurePoints.class), at, as)
            .run();

    assertThat(drilled.failures()).isEqualTo(drilled.batches());
    Effects told =
        Effects.of(
            shop.database.superuser(),
            "shop",
            "SELECT causation_id::uuid FROM messaging.outbox ORDER BY id");
    told.assertOneEach(records);
    told.assertOneEach();
    told.assertInOrder(records);
    assertThat(shop.effects()).hasSize(records.size());
  }

  private static List<ConsumerRecord<byte[], byte[]>> records() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      records.add(counted("key-" + i % 5).polled(Shop.TOPIC, i % 5 % 3, i));
    }
    return records;
  }
}
