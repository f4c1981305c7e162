package dev.ensemble.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A test against the running server, which all classes with the same settings share. */
@SpringBootTest(classes = HttpTestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class ServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  @LocalServerPort private int port;

  final Answer post(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  final Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  final Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return Answer.of(CLIENT.send(request.build(), BodyHandlers.ofString()));
  }

  final HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }

  final Wire wire() throws IOException {
    return new Wire(port);
  }
}
