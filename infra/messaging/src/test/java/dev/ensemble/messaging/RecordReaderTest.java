package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Facts;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read as a fact, and what never is and why. */
class RecordReaderTest {
  private static final String TYPE = "thing.weighed.v1";
  private static final String ID = "0199a0de-7c00-7000-8000-00000000a001";

  /** What this consumer reads of the type. */
  record Weighed(
      UUID orderId,
      int count,
      BigDecimal weight,
      Unit unit,
      List<Part> parts,
      Optional<String> note,
      @Nullable Instant at) {}

  record Part(String name) {}

  enum Unit {
    KILO,
    POUND
  }

  private static final String JSON =
      """
      {"orderId":"0199a0de-7c00-7000-8000-00000000a001","count":2,"weight":1.50,"unit":"KILO",
       "parts":[{"name":"lid"}],"addedLater":{"x":[1]}}
      """;

  private final RecordReader<Weighed> reader =
      new RecordReader<>(
          Reactions.<Weighed>of("scale")
              .from("things")
              .on(TYPE, Weighed.class, weighed -> {})
              .ignoring("thing.seen.v1")
              .build(),
          new FactJson());

  private final RecordHeaders headers = new RecordHeaders();

  RecordReaderTest() {
    set("ce_specversion", "1.0");
    set("ce_id", ID);
    set("ce_source", "/a/person");
    set("ce_type", TYPE);
    set("content-type", "application/json");
  }

  @Test
  void what_the_official_sdk_writes_is_read_whole() {
    Facts written = Facts.of(TYPE, JSON).id(UUID.fromString(ID));

    Reading.Fact<Weighed> fact = fact(reader.read(written.polled("things", 0, 0)));

    assertThat(fact.envelope().id()).hasToString(ID);
    assertThat(fact.envelope().source()).isEqualTo("/testkit");
    assertThat(fact.envelope().type()).isEqualTo(TYPE);
    assertThat(fact.envelope().subject()).isEqualTo(ID);
    assertThat(fact.envelope().partitionKey()).isEqualTo(ID);
    assertThat(fact.envelope().correlationId()).isEqualTo(ID);
    assertThat(fact.envelope().causationId()).isNull();
    assertThat(fact.envelope().sequence()).isEqualTo(1);
    assertThat(fact.envelope().time()).isNotNull();
  }

  @Test
  void the_least_that_a_person_sends_by_hand_is_enough() {
    Reading.Fact<Weighed> fact = fact(read(JSON));

    assertThat(fact.data())
        .isEqualTo(
            new Weighed(
                UUID.fromString(ID),
                2,
                new BigDecimal("1.50"),
                Unit.KILO,
                List.of(new Part("lid")),
                Optional.empty(),
                null));
    assertThat(fact.envelope().partitionKey()).isEqualTo("key");
    assertThat(fact.envelope().subject()).isNull();
    assertThat(fact.envelope().sequence()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "APPLICATION/JSON",
        "application/vnd.shop.thing+json",
      })
  void json_goes_by_these_names(String contentType) {
    set("content-type", contentType);

    fact(read(JSON));
  }

  @Test
  void a_payload_without_a_content_type_is_taken_for_json() {
    headers.remove("content-type");

    fact(read(JSON));
  }

  @ParameterizedTest
  @CsvSource({
    "ce_specversion, 0.3, not 1.0",
    "ce_type, thing.unheard-of.v1, neither reacted to nor ignored",
    "ce_type, thing.weighed.v2, neither reacted to nor ignored",
    "ce_id, 17, not a UUID",
    "ce_id, 1-1-1-1-1, not a UUID",
    "ce_time, yesterday, not an RFC 3339 time",
    "ce_sequence, -1, not a number",
    "ce_sequence, 1234567890123456789012, not a number",
    "content-type, text/plain, not application/json",
    "content-type, application/xml, not application/json",
    "content-type, application/cloudevents+json, not application/json",
    "content-type, application/json; charset=utf-16, not in UTF-8",
  })
  void a_header_that_says_something_else_is_unreadable(String header, String value, String reason) {
    set(header, value);

    assertThat(unreadable(read(JSON))).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type"})
  void a_record_without_its_attributes_is_unreadable(String header) {
    headers.remove(header);

    assertThat(unreadable(read(JSON))).contains("no CloudEvent in binary mode", header);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type", "content-type"})
  void a_header_that_stands_there_twice_is_unreadable(String header) {
    headers.add(header, headers.lastHeader(header).value());

    assertThat(unreadable(read(JSON))).contains(header, "more than once");
  }

  @Test
  void a_header_that_is_no_text_is_unreadable() {
    headers.remove("ce_source").add("ce_source", new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThat(unreadable(read(JSON))).contains("ce_source is not UTF-8");
  }

  @Test
  void headers_of_others_are_left_alone_whatever_they_hold() {
    headers.add("__TypeId__", "java.net.URL".getBytes(StandardCharsets.UTF_8));
    headers.add("spring_json_header_types", new byte[] {(byte) 0xff});
    headers.add("x", null);
    for (int i = 0; i < 1_000; i++) {
      headers.add("noise", new byte[] {0});
    }

    fact(read(JSON));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-nonsense",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"
      })
  void a_malformed_trace_context_is_as_good_as_none(String malformed) {
    set("traceparent", malformed);
    set("tracestate", "a=b");

    assertThat(fact(read(JSON)).cause()).isEqualTo(new Cause(ID, null, null));
  }

  @Test
  void the_trace_context_is_taken_along() {
    set("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    set("tracestate", "a=b");

    assertThat(fact(read(JSON)).cause())
        .isEqualTo(new Cause(ID, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "a=b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing of the kind",
        "{",
        "{\"orderId\":",
        "[]",
        "null",
        "7",
        "\"text\"",
        "{} {}",
        "{\"count\":1,\"count\":2}",
        "\u0000",
        "",
      })
  void what_is_no_json_object_of_the_record_is_unreadable(String json) {
    assertThat(unreadable(read(json))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"count\":2          | \"count\":\"2\"       | count",
        "\"count\":2          | \"count\":2.5         | count",
        "\"count\":2          | \"count\":null        | count",
        "\"count\":2          | \"count\":99999999999 | out of range",
        "\"count\":2,         |                       | count",
        "\"weight\":1.50      | \"weight\":\"1.50\"   | weight",
        "\"weight\":1.50      | \"weight\":1e99999999 | weight",
        "\"weight\":1.50      | \"weight\":null       | weight",
        "\"weight\":1.50      | \"weight\":NaN        |",
        "\"unit\":\"KILO\"    | \"unit\":\"STONE\"    | unit",
        "\"unit\":\"KILO\"    | \"unit\":0            | unit",
        "{\"name\":\"lid\"}   | {}                    | parts[0].name",
        "{\"name\":\"lid\"}   | {\"name\":null}       | parts[0].name",
        "{\"name\":\"lid\"}   | {\"name\":[]}         | parts[0].name",
      })
  void what_does_not_fit_the_record_is_unreadable_and_the_reason_says_where(
      String part, @Nullable String instead, @Nullable String where) {
    String json = JSON.replace(part, instead == null ? "" : instead);
    assertThat(json).isNotEqualTo(JSON);

    String reason = unreadable(read(json));

    assertThat(reason).contains(where == null ? "" : where);
    assertThat(reason).as("payloads do not belong into logs").doesNotContain("STONE", "99999");
  }

  @Test
  void what_may_be_missing_may_be_null_too() {
    String json = JSON.replace("\"count\":2", "\"count\":2,\"note\":null,\"at\":null");

    assertThat(fact(read(json)).data().note()).isEmpty();
  }

  @Test
  void a_tombstone_is_not_an_event() {
    assertThat(unreadable(reader.read(record("key", null)))).contains("tombstone");
    assertThat(unreadable(reader.read(record("key", new byte[0])))).contains("tombstone");
  }

  @Test
  void without_any_key_there_is_no_order_to_keep() {
    byte[] json = JSON.getBytes(StandardCharsets.UTF_8);

    assertThat(unreadable(reader.read(record(null, json)))).contains("neither a key");
    set("ce_partitionkey", "p");
    assertThat(fact(reader.read(record(null, json))).envelope().partitionKey()).isEqualTo("p");
  }

  @Test
  void what_is_ignored_by_name_is_not_looked_into() {
    set("ce_type", "thing.seen.v1");
    headers.remove("ce_id");

    assertThat(read("no json")).isInstanceOf(Reading.Ignored.class);
  }

  @Test
  void endless_nesting_is_unreadable_and_no_more() {
    assertThat(unreadable(read("{\"parts\":" + "[".repeat(100_000)))).isNotEmpty();
  }

  @Test
  void ten_thousand_records_of_noise_never_throw() {
    Random random = new Random(20261121);
    for (int i = 0; i < 10_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      ConsumerRecord<byte[], byte[]> record =
          new ConsumerRecord<>("things", 0, i, new byte[] {1}, noise);
      if (random.nextBoolean()) {
        headers.forEach(header -> record.headers().add(header));
      }
      record.headers().add(random.nextBoolean() ? "ce_x" : "y", noise);

      assertThat(reader.read(record)).isInstanceOf(Reading.Unreadable.class);
    }
  }

  private static Reading.Fact<Weighed> fact(Reading<Weighed> reading) {
    return switch (reading) {
      case Reading.Fact<Weighed> fact -> fact;
      case Reading.Ignored<Weighed> ignored -> throw new AssertionError("ignored");
      case Reading.Unreadable<Weighed> unreadable -> throw unreadable.reason();
    };
  }

  private static String unreadable(Reading<Weighed> reading) {
    assertThat(reading).isInstanceOf(Reading.Unreadable.class);
    return String.valueOf(((Reading.Unreadable<Weighed>) reading).reason().getMessage());
  }

  private Reading<Weighed> read(String json) {
    return reader.read(record("key", json.getBytes(StandardCharsets.UTF_8)));
  }

  private ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "things", 0, 0, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
    headers.forEach(header -> record.headers().add(header));
    return record;
  }

  private void set(String header, String value) {
    headers.remove(header).add(header, value.getBytes(StandardCharsets.UTF_8));
  }
}
