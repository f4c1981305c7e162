package dev.ensemble.messaging;

import static dev.ensemble.messaging.Lot.event;
import static dev.ensemble.messaging.Lot.unheardOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is parked is told on a topic, where somebody asks for that: once, and if it is true. */
class ParkingFactsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Shop shop;
  private static Lot lot;

  @BeforeAll
  static void open() {
    shop =
        Shop.open(
            TestDatabase.create("shop"),
            Map.of("ensemble.messaging.parking-facts.topic", "parking.facts"));
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

  @AfterEach
  void everyFactKeepsItsSchema() throws IOException {
    for (Told told : told()) {
      assertThat(schema(told.type).validate(told.data)).as(told.type).isEmpty();
    }
  }

  /** A fact about parking as it stands in the outbox. */
  private record Told(String type, String key, long sequence, JsonNode data) {}

  @Test
  void a_culprit_is_told_of_and_what_waits_behind_it_is_counted() {
    ConsumerRecord<byte[], byte[]> culprit = event("a", 1);
    lot.poison("a", 1);
    lot.take(culprit);
    lot.take(event("a", 2), event("b", 3), event("a", 4), event("a", 5));

    List<Told> told = told();
    assertThat(told).hasSize(2);
    Told first = told.getFirst();
    assertThat(first.type).isEqualTo(ParkingFacts.PARKED);
    assertThat(first.key).isEqualTo("a");
    assertThat(first.data.path("kind").asString()).isEqualTo("failed");
    assertThat(first.data.path("type").asString()).isEqualTo(Shop.COUNTED);
    assertThat(first.data.path("offset").asLong()).isEqualTo(1);
    assertThat(first.data.path("attempts").asInt()).isEqualTo(1);
    assertThat(first.sequence).isEqualTo(first.data.path("number").asLong()).isEqualTo(number(1));
    assertThat(first.data.path("eventId").asString())
        .isEqualTo(String.valueOf(Identity.of(culprit).id()));
    assertThat(first.data.path("fingerprint").asString())
        .isEqualTo(lot.texts("SELECT fingerprint FROM messaging.parked_events").getFirst());
    assertThat(first.data.toString())
        .as("no payload, no exception")
        .doesNotContain("amount", "closed");
    assertThat(told.get(1).data.path("kind").asString()).isEqualTo("behind");
    assertThat(told.get(1).data.path("events").asInt()).isEqualTo(3);
    assertThat(told.get(1).sequence).isEqualTo(number(2));
  }

  @Test
  void a_redrive_and_a_discard_are_told_with_who_and_why_and_when_the_key_is_free() {
    lot.poison("a", 1);
    lot.take(event("a", 1), event("a", 2), unheardOf("b", 3));
    lot.mend();
    forgetTold();

    lot.discard(new ParkedSelection.OfKey("b"));
    lot.redrive(Lot.ALL);

    List<Told> told = told();
    assertThat(
            told.stream()
                .map(
                    one ->
                        one.type
                            + " "
                            + one.key
                            + " "
                            + one.data.path("outcome").asString()
                            + " "
                            + one.data.path("keyFreed").asBoolean()))
        .containsExactly(
            "event.discarded.v1 b discarded true",
            "event.redriven.v1 a applied false",
            "event.redriven.v1 a applied true");
    assertThat(told.getFirst().data.path("actor").asString()).isEqualTo("ada");
    assertThat(told.getFirst().data.path("reason").asString()).isEqualTo("the cause is mended");
  }

  @Test
  void a_key_that_no_fact_can_have_is_told_by_its_place() {
    lot.take(new ConsumerRecord<>(Shop.TOPIC, 3, 17, new byte[] {7}, new byte[] {1}));

    assertThat(told()).singleElement().extracting(Told::key).isEqualTo("thing.events-3@17");
  }

  @Test
  void what_is_not_parked_is_not_told_and_what_cannot_be_told_is_not_parked() {
    lot.poison("a", 1);
    String app = shop.database.appUser();
    shop.superuser().sql("REVOKE INSERT ON messaging.outbox FROM \"%s\"".formatted(app)).update();
    try {
      Progress progress = lot.intake().take(List.of(event("a", 1)), Lot.ONE);
      assertThat(progress.done().parked()).isZero();
      assertThat(progress.failures()).hasSize(1);
    } finally {
      shop.superuser().sql("GRANT INSERT ON messaging.outbox TO \"%s\"".formatted(app)).update();
    }
    assertThat(lot.parked()).isEmpty();
    assertThat(lot.keys()).isEmpty();
    assertThat(told()).isEmpty();
  }

  @Test
  void a_consumer_that_reads_what_is_told_neither_parks_nor_tells_it_again() {
    List<ConsumerRecord<byte[], byte[]>> facts = new ArrayList<>();
    for (String type :
        List.of(ParkingFacts.PARKED, ParkingFacts.REDRIVEN, ParkingFacts.DISCARDED)) {
      facts.add(Facts.of(type, "{}").polled(Shop.TOPIC, 0, facts.size()));
    }

    assertThat(lot.take(facts).done()).isEqualTo(new Inbox.Receipt(0, 0, 3, 0));
    assertThat(lot.parked()).isEmpty();
    assertThat(told()).isEmpty();
  }

  @Test
  void what_comes_again_is_told_once() {
    lot.take(unheardOf("a", 1));
    ConsumerRecord<byte[], byte[]> again = unheardOf("b", 2);
    lot.take(again);
    lot.take(again);

    assertThat(told()).hasSize(2);
  }

  private static long number(int offset) {
    return Long.parseLong(
        lot.texts(
                "SELECT number::text FROM messaging.parked_events WHERE record_offset = " + offset)
            .getFirst());
  }

  private static void forgetTold() {
    shop.superuser().sql("DELETE FROM messaging.outbox").update();
  }

  private static List<Told> told() {
    return shop.superuser()
        .sql(
            """
            SELECT type, partition_key, sequence, convert_from(payload, 'UTF8')
            FROM messaging.outbox WHERE topic = 'parking.facts' ORDER BY id
            """)
        .query(
            (row, n) ->
                new Told(
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    JSON.readTree(row.getString(4))))
        .list();
  }

  private static Schema schema(String type) throws IOException {
    String file = "contracts/" + type + ".schema.json";
    try (InputStream in = Objects.requireNonNull(ParkingFacts.class.getResourceAsStream(file))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(JSON.readTree(text));
    }
  }
}
