package dev.ensemble.relay;

import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole relay in this JVM, with its port; its crash ends no process but is kept to look at. */
final class RunningRelay implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final CompletableFuture<RelayFailure> crash = new CompletableFuture<>();
  private final ConfigurableApplicationContext context;

  private RunningRelay(Map<String, String> settings) {
    SpringApplication application = new SpringApplication(RelayApplication.class);
    application.addInitializers(
        created ->
            created
                .getBeanFactory()
                .registerSingleton("crash", (Crash) (source, failure) -> crash.complete(failure)));
    context =
        application.run(
            settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
  }

  /** One source for each database, by the name given. */
  static RunningRelay start(Map<String, OutboxDatabase> sources, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("server.port", "0");
    // The tests' own class path has a connection pool, the relay's has none.
    settings.put(
        "spring.autoconfigure.exclude",
        "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
    settings.put("relay.kafka.bootstrap-servers", TestKafka.bootstrapServers());
    settings.put("relay.heartbeat", "500ms");
    sources.forEach(
        (name, database) -> {
          String prefix = "relay.sources." + name + ".";
          settings.put(prefix + "url", database.settings().url());
          settings.put(prefix + "username", database.settings().username());
          settings.put(prefix + "password", database.settings().password());
          settings.put(prefix + "slot", database.slot());
        });
    settings.putAll(more);
    return new RunningRelay(settings);
  }

  RunningRelay awaitStreaming(String source) {
    await().atMost(PATIENCE).until(() -> crash.isDone() || phase(source).equals("STREAMING"));
    if (crash.isDone()) {
      throw new AssertionError("crashed", crash.join());
    }
    return this;
  }

  private String phase(String source) {
    return context.getBean(Sources.class).all().stream()
        .filter(found -> found.name().equals(source))
        .map(found -> found.state().phase().name())
        .findFirst()
        .orElseThrow();
  }

  boolean hasCrashed() {
    return crash.isDone();
  }

  RelayFailure crash() {
    return crash.join();
  }

  URI url() {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(url().resolve(path)), headers);
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(url().resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)),
        headers);
  }

  HttpResponse<String> tell(String source, String command)
      throws IOException, InterruptedException {
    return post("/actuator/relay/" + source, "{\"command\":\"%s\"}".formatted(command));
  }

  static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.builder().build().readTree(response.body());
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    context.close();
    client.close();
  }
}
