package dev.ensemble.idempotency;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** An answer as it came over the wire. */
record Reply(int status, Map<String, List<String>> headers, String body) {
  private static final JsonMapper JSON = new JsonMapper();

  static Reply of(HttpResponse<byte[]> response) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(response.headers().map());
    // Of the moment, not of the answer.
    headers.remove("date");
    return new Reply(
        response.statusCode(), headers, new String(response.body(), StandardCharsets.UTF_8));
  }

  String header(String name) {
    return String.join(", ", headers.getOrDefault(name, List.of()));
  }

  boolean isReplay() {
    return header(Idempotency.REPLAYED).equals("true");
  }

  /** As the first answer was: a replay says of itself that it is one, and no more than that. */
  Reply asFirst() {
    Map<String, List<String>> fewer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fewer.putAll(headers);
    fewer.remove(Idempotency.REPLAYED);
    return new Reply(status, fewer, body);
  }

  /** Without what says how the body is cut into packets. */
  Map<String, List<String>> unframed() {
    Map<String, List<String>> fewer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fewer.putAll(headers);
    fewer.keySet().removeAll(List.of("content-length", "transfer-encoding"));
    return fewer;
  }

  String statusAndProblem() {
    return status
        + " "
        + JSON.readTree(body).path("type").asString("").replace("urn:ensemble:problem:", "");
  }
}
