package dev.ensemble.testkit.stripe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A small provider with Stripe's HTTP interface, as its documentation describes it: keys that are
 * remembered with the answer, failures included, and intents that know their own state.
 */
public final class FakeStripe implements AutoCloseable {
  /** The one key that it knows. */
  public static final String API_KEY = "sk_test_ensemble";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Stored> byKey = new ConcurrentHashMap<>();
  private final FakeIntents intents = new FakeIntents();
  private final Faults faults = new Faults();

  /** What was answered to a key, and to which request. */
  private record Stored(String request, Answer answer) {}

  /** An answer that is not sent is a connection that drops. */
  public record Answer(int status, String body, Map<String, String> headers) {
    /** What was asked for. */
    public static Answer ok(String body) {
      return new Answer(200, body, Map.of());
    }

    /** A failure of the type and with the code that Stripe gives it. */
    public static Answer error(int status, String type, String code, String more) {
      return new Answer(
          status,
          "{\"error\":{\"type\":\"%s\",\"code\":\"%s\",\"message\":\"as asked\"%s}}"
              .formatted(type, code, more),
          Map.of());
    }
  }

  /** Listens on a free port of this machine. */
  public FakeStripe() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/", this::handle);
    server.start();
  }

  /** What {@code payment.provider.stripe.api-base} is to be set to. */
  public String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** As after a day. */
  public void forgetKeys() {
    byKey.clear();
  }

  /** As new. */
  public void reset() {
    byKey.clear();
    faults.reset();
    intents.reset();
  }

  /** Its own books. */
  public FakeIntents intents() {
    return intents;
  }

  /** What goes wrong, and what it was asked. */
  public Faults faults() {
    return faults;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    boolean isPost = exchange.getRequestMethod().equals("POST");
    String operation = operation(isPost, path);
    try {
      Faults.Fault fault = faults.next(operation, key);
      faults.asked(operation, key);
      fault.beforeActing();
      Answer before = fault.before();
      if (before != null) {
        send(exchange, before);
        return;
      }
      String auth = exchange.getRequestHeaders().getFirst("Authorization");
      Answer answer =
          !("Bearer " + API_KEY).equals(auth)
              ? Answer.error(401, "invalid_request_error", "api_key_invalid", "")
              : once(
                  isPost ? key : null,
                  path + "?" + body,
                  () -> act(operation, path, isPost ? body : query),
                  fault);
      fault.afterActing();
      if (fault.drops()) {
        throw new IOException("dropped");
      }
      send(exchange, answer);
    } finally {
      exchange.close();
    }
  }

  private Answer once(
      @Nullable String key, String request, Supplier<Answer> action, Faults.Fault fault) {
    if (key == null) {
      return action.get();
    }
    Stored stored = byKey.get(key);
    if (stored != null) {
      if (!stored.request().equals(request)) {
        return Answer.error(400, "idempotency_error", "", "");
      }
      Map<String, String> headers = new TreeMap<>(stored.answer().headers());
      headers.put("Idempotent-Replayed", "true");
      return new Answer(stored.answer().status(), stored.answer().body(), headers);
    }
    Answer acted = action.get();
    Answer answer = fault.stored(acted);
    byKey.put(key, new Stored(request, answer));
    return answer;
  }

  private Answer act(String operation, String path, String body) {
    Map<String, String> form = form(body);
    String[] parts = path.split("/", -1);
    return switch (operation) {
      case "create" -> intents.create(form);
      case "confirm" -> intents.confirm(parts[3], form);
      case "cancel" -> intents.cancel(parts[3]);
      case "retrieve" -> intents.retrieve(parts[3]);
      case "refund" -> intents.refund(form);
      default -> intents.refunds(String.valueOf(form.get("payment_intent")));
    };
  }

  private static String operation(boolean isPost, String path) {
    if (path.equals("/v1/refunds")) {
      return isPost ? "refund" : "refunds";
    }
    if (path.endsWith("/confirm")) {
      return "confirm";
    }
    if (path.endsWith("/cancel")) {
      return "cancel";
    }
    return isPost ? "create" : "retrieve";
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : body.split("&", -1)) {
      String[] sides = pair.split("=", 2);
      form.put(decoded(sides[0]), sides.length < 2 ? "" : decoded(sides[1]));
    }
    return form;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Request-Id", "req_fake");
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    faults.reset();
    server.stop(0);
    threads.shutdownNow();
  }
}
