package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever anybody sends is parked as it came, or ignored, and the partition flows. */
class ParkingFuzzTest {
  private static final int COUNT = 10_000;
  private static final int BATCH = 500;

  private static Shop shop;
  private static Lot lot;

  @BeforeAll
  static void open() {
    shop =
        Shop.open(
            TestDatabase.create("shop"),
            Map.of(
                "ensemble.messaging.inbox.parked-events-max", "20000",
                "ensemble.messaging.inbox.parked-events-per-key-max", "20000"));
    lot = new Lot(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no headers",
        "no id",
        "two ids",
        "broken JSON",
        "a later version of the type",
        "5 MB",
        "a key of 100 kB",
        "a thousand headers",
        "a header without value",
        "a header's name with NUL",
        "a tombstone",
        "an empty key",
        "noise for a type",
        "a time from the future"
      })
  void a_record_with(String oddity) {
    Draft draft = new Draft("odd", 1);
    switch (oddity) {
      case "no headers" -> draft.headers.clear();
      case "no id" -> draft.without("ce_id");
      case "two ids" -> draft.with("ce_id", UUID.randomUUID().toString());
      case "broken JSON" -> draft.value = bytes("{\"orderId\":");
      case "a later version of the type" -> draft.set("ce_type", "thing.counted.v2");
      case "5 MB" -> draft.value = new byte[5_000_000];
      case "a key of 100 kB" -> {
        draft.key = bytes("k".repeat(100_000));
        draft.value = bytes("7");
      }
      case "a thousand headers" -> {
        draft.value = bytes("7");
        for (int i = 0; i < 1_000; i++) {
          draft.with("x-" + i, "y");
        }
      }
      case "a header without value" -> {
        draft.value = bytes("7");
        draft.headers.add(new RecordHeader("x", null));
      }
      case "a header's name with NUL" -> {
        draft.value = bytes("7");
        draft.with("x\0y", "z\0");
      }
      case "a tombstone" -> draft.value = null;
      case "an empty key" -> {
        draft.key = new byte[0];
        draft.without("ce_partitionkey");
      }
      case "noise for a type" -> draft.set("ce_type", "\0\n" + "'; DROP".repeat(50));
      case "a time from the future" -> draft.set("ce_id", "03a00000-0000-7000-8000-000000000001");
      default -> throw new AssertionError(oddity);
    }
    ConsumerRecord<byte[], byte[]> odd = draft.record();

    Progress progress = lot.take(odd, Lot.event("fresh", 2));

    assertThat(progress.done()).isEqualTo(new Inbox.Receipt(1, 0, 0, 1));
    assertThat(lot.effects()).containsExactly("fresh 2");
    assertThat(lot.texts("SELECT kind FROM messaging.parked_events")).containsExactly("unreadable");
    assertAsItCame(odd);
    assertThat(lot.take(odd).done()).as("again").isEqualTo(new Inbox.Receipt(0, 1, 0, 0));
    assertThat(Lot.outcomes(lot.redrive(Lot.ALL))).containsExactly("FAILED 1");
    assertThat(Lot.outcomes(lot.discard(Lot.ALL))).containsExactly("DISCARDED 1");
    assertThat(lot.take(odd).done()).as("discarded").isEqualTo(new Inbox.Receipt(0, 1, 0, 0));
  }

  @Test
  void ten_thousand_fuzzed_records_are_all_accounted_for_and_hold_up_nobody() {
    Random random = new Random(20261121);
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      all.add(fuzzed(random, i));
    }
    int applied = 0;
    int ignored = 0;
    int parked = 0;
    for (int i = 0; i < COUNT; i += BATCH) {
      Progress progress = lot.take(all.subList(i, i + BATCH));
      assertThat(progress.resumeAt()).isEmpty();
      assertThat(progress.done().repeated()).isZero();
      applied += progress.done().applied();
      ignored += progress.done().ignored();
      parked += progress.done().parked();
    }

    assertThat(applied + ignored + parked).isEqualTo(COUNT);
    assertThat(lot.effects()).as("some were left as they should be").hasSize(applied).isNotEmpty();
    assertThat(ignored).isPositive();
    List<Long> offsets =
        shop.superuser()
            .sql("SELECT record_offset FROM messaging.parked_events ORDER BY number")
            .query(Long.class)
            .list();
    assertThat(offsets).hasSize(parked).isSorted().doesNotHaveDuplicates();
    for (long offset : offsets.subList(0, 500)) {
      assertAsItCame(all.get((int) offset));
    }
    assertThat(lot.take(Lot.event("fresh", COUNT)).done().applied()).isEqualTo(1);
  }

  /** A good record in which, mostly, something was broken. */
  static ConsumerRecord<byte[], byte[]> fuzzed(Random random, int offset) {
    Draft draft = new Draft("key-" + random.nextInt(2_000), offset);
    for (int change = random.nextInt(3); change > 0; change--) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      List<Runnable> changes =
          List.of(
              () -> draft.value = noise,
              () -> draft.value = null,
              () -> draft.key = noise,
              () -> draft.key = null,
              () -> draft.headers.remove(random.nextInt(draft.headers.size())),
              () -> draft.headers.add(draft.headers.getFirst()),
              () -> draft.headers.add(new RecordHeader("x" + offset, noise)),
              () -> draft.headers.add(new RecordHeader("ce_id", noise)),
              () -> draft.set("ce_type", Shop.SEEN),
              () -> draft.set("ce_type", new String(noise, StandardCharsets.ISO_8859_1)),
              () -> draft.set("ce_id", new UUID(random.nextLong(), random.nextLong()).toString()),
              () -> draft.truncate(random));
      changes.get(random.nextInt(changes.size())).run();
    }
    return draft.record();
  }

  private static void assertAsItCame(ConsumerRecord<byte[], byte[]> sent) {
    long number =
        shop.superuser()
            .sql("SELECT number FROM messaging.parked_events WHERE record_offset = ?")
            .param(sent.offset())
            .query(Long.class)
            .single();
    ConsumerRecord<byte[], byte[]> kept =
        shop.transaction()
            .execute(status -> shop.bean(ParkedEventsTable.class).lock("shop", number))
            .orElseThrow()
            .record();
    assertThat(kept.topic()).isEqualTo(sent.topic());
    assertThat(kept.partition()).isEqualTo(sent.partition());
    assertThat(kept.timestamp()).isEqualTo(sent.timestamp());
    assertThat(kept.key()).isEqualTo(sent.key());
    assertThat(kept.value()).isEqualTo(sent.value());
    Header[] headers = sent.headers().toArray();
    assertThat(kept.headers().toArray()).hasSize(headers.length);
    for (int i = 0; i < headers.length; i++) {
      assertThat(kept.headers().toArray()[i].key()).isEqualTo(headers[i].key());
      assertThat(kept.headers().toArray()[i].value()).isEqualTo(headers[i].value());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A record that nothing is wrong with, until somebody changes it. */
  private static final class Draft {
    private final List<Header> headers = new ArrayList<>();
    private final long offset;
    private byte @Nullable [] key;
    private byte @Nullable [] value;

    Draft(String key, long offset) {
      ConsumerRecord<byte[], byte[]> good = Lot.event(key, (int) offset);
      this.offset = offset;
      this.key = good.key();
      this.value = good.value();
      good.headers().forEach(headers::add);
    }

    void with(String name, String text) {
      headers.add(new RecordHeader(name, bytes(text)));
    }

    void without(String name) {
      headers.removeIf(one -> one.key().equals(name));
    }

    void set(String name, String text) {
      without(name);
      with(name, text);
    }

    void truncate(Random random) {
      if (value != null && value.length > 0) {
        value = Arrays.copyOf(value, random.nextInt(value.length));
      }
    }

    ConsumerRecord<byte[], byte[]> record() {
      ConsumerRecord<byte[], byte[]> record =
          new ConsumerRecord<>(
              Shop.TOPIC,
              0,
              offset,
              Long.MAX_VALUE,
              TimestampType.CREATE_TIME,
              0,
              0,
              key,
              value,
              new RecordHeaders(),
              Optional.empty());
      headers.forEach(one -> record.headers().add(one));
      return record;
    }
  }
}
