package dev.ensemble.idempotency;

import dev.ensemble.testkit.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test against the running till, which all classes share; each begins with an empty one. */
@SpringBootTest(classes = TillApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class TillTest {
  static final TestDatabase DATABASE = TestDatabase.create("till");
  static final String SLIP = "{\"item\":\"tea\",\"price\":12.5}";

  static final HttpClient CLIENT = HttpClient.newHttpClient();

  @LocalServerPort private int port;
  @Autowired Till till;
  @Autowired private MeterRegistry meters;

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry settings) {
    DATABASE.springProperties().forEach((name, value) -> settings.add(name, () -> value));
    settings.add("spring.flyway.placeholders.app_role", DATABASE::appUser);
  }

  @BeforeEach
  void empty() {
    DATABASE.truncate("till.sales", "idempotency.answers");
    till.afterwards(UnaryOperator.identity());
  }

  static String newKey() {
    return UUID.randomUUID().toString();
  }

  final HttpRequest.Builder request(String path, String key, String json) {
    return bare(path, json).header(IdempotencyKey.HEADER, key);
  }

  final HttpRequest.Builder bare(String path, String json) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  final Reply post(String path, String key, String json) throws IOException, InterruptedException {
    return send(request(path, key, json));
  }

  final Reply sell(String key) throws IOException, InterruptedException {
    return post("/sales", key, SLIP);
  }

  static Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return Reply.of(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
  }

  final int port() {
    return port;
  }

  static JdbcClient superuser() {
    return JdbcClient.create(DATABASE.superuser());
  }

  static List<String> sales() {
    return superuser().sql("SELECT item FROM till.sales ORDER BY place").query(String.class).list();
  }

  static long answers() {
    return superuser().sql("SELECT count(*) FROM idempotency.answers").query(Long.class).single();
  }

  final double counted(String outcome, String operation) {
    var counter =
        meters
            .find("ensemble.idempotency")
            .tags("outcome", outcome, "operation", operation)
            .counter();
    return counter == null ? 0 : counter.count();
  }
}
