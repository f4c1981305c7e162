package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestKafka;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A source that may not stream keeps none of the others from it. */
class RefusedSourceTest {
  // A source that is refused is looked at every ten seconds.
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String FILTER =
      "ALTER PUBLICATION outbox SET TABLE messaging.outbox WHERE (sequence > 1)";

  private static final KafkaSettings KAFKA =
      new KafkaSettings(TestKafka.bootstrapServers(), Map.of());

  private final OutboxDatabase good = OutboxDatabase.create();
  private final OutboxDatabase other = OutboxDatabase.create();
  private final OutboxDatabase late = OutboxDatabase.notMigrated();
  private final Topic topic = Topic.create(1);

  @AfterEach
  void dropSlots() {
    good.dropSlot();
    other.dropSlot();
    late.dropSlot();
  }

  @Test
  void a_refused_source_says_why_lets_the_others_stream_and_goes_on_once_it_is_mended()
      throws Exception {
    other.asOwner(FILTER);
    try (RunningRelay relay =
        RunningRelay.start(
            Map.of("good", good, "filtered", other, "late", late),
            Map.of("relay.patience", "1s"))) {
      relay.awaitStreaming("good");
      awaitPhase(relay, "filtered", "REFUSED");
      awaitPhase(relay, "late", "REFUSED");
      good.insert(topic.name(), "k", 1);
      topic.await(1);

      assertThat(status(relay, "filtered").path("problem").asString())
          .contains("it may not stream", "filters rows", "What to do: ALTER PUBLICATION outbox");
      assertThat(status(relay, "late").path("problem").asString())
          .contains("it may not stream", "table messaging.outbox does not exist");
      assertThat(status(relay, "good").has("problem")).isFalse();
      HttpResponse<String> readiness = relay.get("/actuator/health/readiness");
      assertThat(readiness.statusCode()).isEqualTo(503);
      assertThat(relay.get("/actuator/health").body())
          .contains("publication-filter", "SET TABLE messaging.outbox", "let the service migrate");
      assertThat(relay.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(relay.get("/actuator/prometheus").body())
          .contains("relay_refused{source=\"filtered\"} 1.0")
          .contains("relay_refused{source=\"good\"} 0.0");

      other.asOwner("ALTER PUBLICATION outbox SET TABLE messaging.outbox");
      late.asOwner(OutboxDatabase.TABLE + OutboxDatabase.PUBLICATION);
      relay.awaitStreaming("filtered").awaitStreaming("late");
      other.insert(topic.name(), "k", 2);
      topic.await(2);
      late.insert(topic.name(), "k", 3);
      assertThat(Topic.sequences(topic.await(3))).containsExactly(1L, 2L, 3L);
      assertThat(relay.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  @Test
  void a_process_whose_sources_are_all_refused_ends_with_the_refusal() {
    good.asOwner(FILTER);
    other.asOwner(FILTER);
    try (RunningRelay relay = RunningRelay.start(Map.of("good", good, "other", other), Map.of())) {
      await().atMost(PATIENCE).until(relay::hasCrashed);
      assertThat(relay.crash().exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(relay.crash()).hasMessageContaining("filters rows");
    }
  }

  /** Only the position in Kafka tells it, which is read when the slot is held already. */
  @Test
  void a_source_whose_slot_was_moved_is_let_go_of_again_and_recovers_on_command() throws Exception {
    Map<String, OutboxDatabase> both = Map.of("good", good, "moved", other);
    try (RunningRelay relay = RunningRelay.start(both, Map.of()).awaitStreaming("moved")) {
      other.insert(topic.name(), "k", 1);
      topic.await(1);
      assertThat(relay.hasCrashed()).isFalse();
    }
    other.insert(topic.name(), "k", 2);
    other.moveSlotToTheEnd();

    try (RunningRelay relay = RunningRelay.start(both, Map.of()).awaitStreaming("good")) {
      awaitPhase(relay, "moved", "REFUSED");
      assertThat(status(relay, "moved").path("problem").asString())
          .contains("the rows between the two would be lost", "'recover'");
      assertThat(other.slotColumn("active")).isEqualTo("f");

      HttpResponse<String> answer = relay.tell("moved", "recover");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("now it publishes from the table");
      assertThat(Topic.sequences(topic.await(2))).containsExactly(1L, 2L);
      relay.awaitStreaming("moved");
      other.insert(topic.name(), "k", 3);
      assertThat(Topic.sequences(topic.await(3))).containsExactly(1L, 2L, 3L);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  /** It has no slot, so that the looks at it try to make one, and fail in that. */
  @Test
  void looks_at_a_refused_source_that_fail_end_nobody_and_it_goes_on_once_it_is_mended()
      throws Exception {
    other.insert(topic.name(), "k", 1);
    long beyond = writePosition(other, 1_000_000_000L);
    try (RunningRelay relay =
        RunningRelay.start(Map.of("good", good, "restored", other), Map.of())
            .awaitStreaming("good")) {
      awaitPhase(relay, "restored", "REFUSED");
      assertThat(problem(relay, "restored")).contains(Position.text(beyond));

      long farther = writePosition(other, 2_000_000_000L);
      await()
          .atMost(PATIENCE)
          .until(() -> problem(relay, "restored").contains(Position.text(farther)));
      assertThat(relay.tell("restored", "recover").body())
          .contains("a recovery would not mend source restored", "a slot of another name");
      assertThat(relay.hasCrashed()).isFalse();

      forgetPosition(other);
      relay.awaitStreaming("restored");
      assertThat(Topic.sequences(topic.await(1))).containsExactly(1L);
      good.insert(topic.name(), "k", 2);
      topic.await(2);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  @Test
  void a_row_that_refuses_its_source_before_another_one_was_sent_ends_nobody_else()
      throws Exception {
    try (RunningRelay relay =
        RunningRelay.start(
                Map.of("good", good, "nameless", other),
                Map.of("relay.sources.nameless.row.id", "causation_id"))
            .awaitStreaming("good")
            .awaitStreaming("nameless")) {
      other.insert("no topic", "k", 1);
      awaitPhase(relay, "nameless", "REFUSED");
      assertThat(problem(relay, "nameless")).contains("cannot be set aside");
      good.insert(topic.name(), "k", 1);
      topic.await(1);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  /** Its slot would be gone, and nothing gained. */
  @Test
  void a_recovery_that_would_not_mend_the_source_is_refused_and_keeps_the_slot() throws Exception {
    Map<String, OutboxDatabase> both = Map.of("good", good, "filtered", other);
    try (RunningRelay relay = RunningRelay.start(both, Map.of()).awaitStreaming("filtered")) {
      assertThat(relay.hasCrashed()).isFalse();
    }
    other.asOwner(FILTER);
    try (RunningRelay relay = RunningRelay.start(both, Map.of()).awaitStreaming("good")) {
      awaitPhase(relay, "filtered", "REFUSED");
      assertThat(relay.get("/actuator/prometheus").body())
          .contains("relay_slot_retained_bytes{source=\"filtered\"}")
          .doesNotContain("relay_slot_retained_bytes{source=\"filtered\"} 0.0");
      HttpResponse<String> answer = relay.tell("filtered", "recover");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).contains("a recovery would not mend source filtered", "filters");
      assertThat(other.slotColumn("slot_name")).isEqualTo(other.slot());
    }
  }

  private static long writePosition(OutboxDatabase of, long bytesBeyond) throws Exception {
    try (SourceDatabase database = SourceDatabase.open(of.settings(), "test")) {
      long lsn = database.facts().server().endLsn() + bytesBeyond;
      Position position = Position.of(lsn, 1, "id", lsn, database.timeline());
      write(stateTopic(database, of).record(Position.KEY, position));
      return lsn;
    }
  }

  private static void forgetPosition(OutboxDatabase of) throws Exception {
    try (SourceDatabase database = SourceDatabase.open(of.settings(), "test")) {
      write(stateTopic(database, of).forgotten(Position.KEY));
    }
  }

  private static StateTopic stateTopic(SourceDatabase database, OutboxDatabase of)
      throws Exception {
    String owner = database.systemIdentifier() + "-" + of.slot();
    StateTopic state = new StateTopic(KAFKA, "ensemble.relay.state", owner);
    state.makeIfMissing();
    return state;
  }

  private static void write(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
    try (Sender sender = new Sender(KAFKA.producer("test"), new SourceState("test"))) {
      sender.sendState(record, new Receipt());
      sender.flush();
    }
  }

  private static String problem(RunningRelay relay, String source) throws Exception {
    return status(relay, source).path("problem").asString("");
  }

  private static void awaitPhase(RunningRelay relay, String source, String phase) {
    await()
        .atMost(PATIENCE)
        .until(() -> status(relay, source).path("phase").asString().equals(phase));
  }

  private static JsonNode status(RunningRelay relay, String source) throws Exception {
    return RunningRelay.json(relay.get("/actuator/relay/" + source));
  }
}
