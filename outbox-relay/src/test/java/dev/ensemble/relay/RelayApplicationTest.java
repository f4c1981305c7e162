package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestKafka;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application: two sources in one process, its health and its metrics. */
class RelayApplicationTest {
  private final OutboxDatabase orders = OutboxDatabase.create();
  private final OutboxDatabase payments = OutboxDatabase.notMigrated();
  private final CompletableFuture<RelayFailure> crash = new CompletableFuture<>();
  private final ConfigurableApplicationContext context = start();

  @AfterEach
  void stop() {
    context.close();
    orders.dropSlot();
    payments.dropSlot();
  }

  @Test
  void two_sources_stream_side_by_side_and_readiness_waits_for_both() throws Exception {
    Topic topic = Topic.create(1);
    Sources sources = context.getBean(Sources.class);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> sources.states().getFirst().phase() == SourceState.Phase.STREAMING);
    orders.insert(topic.name(), "k", 1);
    topic.await(1);
    // The other source still waits for its service's migration.
    assertThat(readiness()).isEqualTo(503);

    payments.asOwner(OutboxDatabase.TABLE + OutboxDatabase.PUBLICATION);
    await().atMost(Duration.ofSeconds(60)).until(() -> readiness() == 200);
    payments.insert(topic.name(), "k", 2);

    assertThat(Topic.sequences(topic.await(2))).containsExactly(1L, 2L);
    assertThat(get("/actuator/health").body())
        .contains("\"orders\"", "\"payments\"", "STREAMING", "lagBytes", "retainedBytes")
        .doesNotContain(orders.database().password());
    MeterRegistry meters = context.getBean(MeterRegistry.class);
    assertThat(
            meters.get("relay.events.published").tag("source", "orders").functionCounter().count())
        .isEqualTo(1);
    assertThat(meters.get("relay.slot.retained").tag("source", "payments").gauge().value())
        .isPositive();
    assertThat(meters.get("relay.streaming").tag("source", "payments").gauge().value())
        .isEqualTo(1);
    assertThat(crash).isNotDone();
  }

  @Test
  void a_source_that_fails_takes_readiness_with_it() throws Exception {
    payments.asOwner(OutboxDatabase.TABLE + OutboxDatabase.PUBLICATION);
    await().atMost(Duration.ofSeconds(60)).until(() -> readiness() == 200);

    orders.query("SELECT pg_terminate_backend(%s)".formatted(orders.slotColumn("active_pid")));

    await().atMost(Duration.ofSeconds(60)).until(() -> readiness() == 503);
    assertThat(crash.join().exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
  }

  private ConfigurableApplicationContext start() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("server.port", "0");
    // The tests' own class path has a connection pool, the relay's has none.
    settings.put(
        "spring.autoconfigure.exclude",
        "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
    settings.put("relay.kafka.bootstrap-servers", TestKafka.bootstrapServers());
    settings.put("relay.heartbeat", "500ms");
    Map.of("orders", orders, "payments", payments)
        .forEach(
            (name, database) -> {
              String prefix = "relay.sources." + name + ".";
              settings.put(prefix + "url", database.settings().url());
              settings.put(prefix + "username", database.settings().username());
              settings.put(prefix + "password", database.settings().password());
              settings.put(prefix + "slot", database.slot());
            });
    SpringApplication application = new SpringApplication(RelayApplication.class);
    application.addInitializers(
        created ->
            created
                .getBeanFactory()
                .registerSingleton("crash", (Crash) (source, failure) -> crash.complete(failure)));
    return application.run(
        settings.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new));
  }

  private int readiness() throws IOException, InterruptedException {
    return get("/actuator/health/readiness").statusCode();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
