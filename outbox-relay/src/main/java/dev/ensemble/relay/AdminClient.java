package dev.ensemble.relay;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks a running relay over its admin endpoint. */
final class AdminClient implements AutoCloseable {
  private static final String PATH = "/actuator/relay";
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  // Longer than the relay itself waits for a source to come to a command.
  private static final Duration DONE_WITHIN = Duration.ofSeconds(150);
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build();
  private final URI url;
  private final @Nullable String token;

  /** The relay could not be asked, or said no; the message is the sentence to print. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean answered;

    private Refusal(boolean answered, String sentence) {
      super(sentence);
      this.answered = answered;
    }

    /** Whether it was the relay that said no. */
    boolean isAnswer() {
      return answered;
    }
  }

  private AdminClient(URI url, @Nullable String token) {
    this.url = url;
    this.token = token;
  }

  static AdminClient of(AdminOptions options) throws Refusal {
    if (options.tokenFile == null) {
      return new AdminClient(options.url, System.getenv("RELAY_ADMIN_TOKEN"));
    }
    try {
      return new AdminClient(options.url, Files.readString(options.tokenFile).strip());
    } catch (IOException e) {
      throw new Refusal(false, "The token file cannot be read: " + e.getMessage());
    }
  }

  JsonNode all() throws Refusal, InterruptedException {
    return answer(request("").timeout(ANSWER_WITHIN));
  }

  JsonNode one(String source) throws Refusal, InterruptedException {
    return answer(request(source).timeout(ANSWER_WITHIN));
  }

  /** With the rows that are aside from the one of that number on. */
  JsonNode one(String source, int from, int rows) throws Refusal, InterruptedException {
    return answer(request(source, "?from=%d&rows=%d".formatted(from, rows)).timeout(ANSWER_WITHIN));
  }

  JsonNode tell(String source, AdminCommand command, Map<String, String> details)
      throws Refusal, InterruptedException {
    ObjectNode body = json.createObjectNode().put("command", command.word());
    details.forEach(body::put);
    return answer(
        request(source)
            .timeout(DONE_WITHIN)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String source) throws Refusal {
    return request(source, "");
  }

  private HttpRequest.Builder request(String source, String query) throws Refusal {
    String path =
        source.isEmpty() ? PATH : PATH + '/' + URLEncoder.encode(source, StandardCharsets.UTF_8);
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path + query));
      return token == null ? request : request.header("Authorization", "Bearer " + token);
    } catch (IllegalArgumentException e) {
      throw new Refusal(false, "%s cannot be asked: %s".formatted(url, e.getMessage()));
    }
  }

  private JsonNode answer(HttpRequest.Builder request) throws Refusal, InterruptedException {
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Refusal(
          false, "The relay does not answer at %s: %s. Does it run?".formatted(url, reason(e)));
    }
    JsonNode body = read(response);
    if (response.statusCode() == OK) {
      return body;
    }
    String detail = body.path("detail").asString("");
    if (detail.isEmpty()) {
      throw noRelay(response);
    }
    throw new Refusal(response.statusCode() != UNAUTHORIZED, detail);
  }

  private JsonNode read(HttpResponse<String> response) throws Refusal {
    try {
      return json.readTree(response.body());
    } catch (JacksonException e) {
      throw noRelay(response);
    }
  }

  private Refusal noRelay(HttpResponse<String> response) {
    return new Refusal(
        false, "What answers at %s is no relay: HTTP %d".formatted(url, response.statusCode()));
  }

  private static String reason(IOException error) {
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }

  @Override
  public void close() {
    http.close();
  }
}
