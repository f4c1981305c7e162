package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.ensemble.relay.SourceState.Phase;
import dev.ensemble.testkit.TestKafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One source as the relay runs it, except that its crash ends no process but is kept to look at.
 */
final class RunningSource implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(300);

  private final SourceState state = new SourceState("test");
  private final CompletableFuture<RelayFailure> crash = new CompletableFuture<>();
  private final Source source;

  private RunningSource(SourceSettings settings, RelaySettings relay) {
    this.source =
        new Source(state, settings, relay, pace(relay), (name, failure) -> crash.complete(failure));
    source.start();
  }

  /** As often as a test likes to be answered. */
  private static WatchPace pace(RelaySettings relay) {
    return new WatchPace(relay.heartbeat(), LOOK, LOOK, relay.stallAfter());
  }

  static RunningSource start(SourceSettings settings) {
    return start(settings, Map.of());
  }

  static RunningSource start(SourceSettings settings, Map<String, String> kafka) {
    return new RunningSource(settings, relay(settings, kafka));
  }

  static RunningSource start(
      SourceSettings settings, Map<String, String> kafka, Delivery.Mode mode) {
    return new RunningSource(settings, relay(settings, kafka, mode));
  }

  static RelaySettings relay(SourceSettings settings, Map<String, String> kafka) {
    return relay(settings, kafka, Delivery.Mode.AT_LEAST_ONCE);
  }

  /** Started once with {@code relay.recover}. */
  static RunningSource recovering(SourceSettings settings, Delivery.Mode mode) {
    return new RunningSource(settings, relay(settings, Map.of(), mode, Set.of("test")));
  }

  static RelaySettings relay(
      SourceSettings settings, Map<String, String> kafka, Delivery.Mode mode) {
    return relay(settings, kafka, mode, Set.of());
  }

  private static RelaySettings relay(
      SourceSettings settings, Map<String, String> kafka, Delivery.Mode mode, Set<String> recover) {
    Map<String, String> properties = new HashMap<>(Map.of("max.block.ms", "3000"));
    properties.putAll(kafka);
    String servers =
        properties.containsKey("test.servers")
            ? properties.remove("test.servers")
            : TestKafka.bootstrapServers();
    return new RelaySettings(
        new KafkaSettings(servers, properties),
        Map.of("test", settings),
        mode,
        stateTopic(settings.slot()),
        recover,
        Duration.ofMillis(500),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofSeconds(20),
        new HealthSettings(Duration.ofSeconds(30)),
        new AdminSettings(null, null));
  }

  /** A source's own: what another test's relay has left half done holds up all readers. */
  static String stateTopic(String slot) {
    return "state-" + slot;
  }

  /** As where the state topic was lost. */
  static void forgetPositions(String slot) {
    String state = stateTopic(slot);
    TestKafka.readAll(state).stream()
        .map(record -> new String(record.key(), UTF_8))
        .distinct()
        .forEach(
            key -> TestKafka.produce(new ProducerRecord<>(state, 0, key.getBytes(UTF_8), null)));
  }

  RunningSource awaitStreaming() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> state.phase() == Phase.STREAMING || crash.isDone());
    if (crash.isDone()) {
      throw new AssertionError("crashed", crash.join());
    }
    return this;
  }

  RelayFailure awaitCrash() {
    await().atMost(Duration.ofSeconds(90)).until(crash::isDone);
    return crash.join();
  }

  SourceState state() {
    return state;
  }

  Source source() {
    return source;
  }

  /** What the command itself is answered. */
  RelayFailure retryThatFails() throws InterruptedException {
    try {
      throw new AssertionError("sent " + source.retryQuarantined().sent());
    } catch (RelayFailure e) {
      return e;
    }
  }

  boolean hasCrashed() {
    return crash.isDone();
  }

  @Override
  public void close() {
    try {
      source.stop(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
