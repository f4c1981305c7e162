package dev.ensemble.testkit.crash;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came back.
 *
 * @param headers by their names in lower case, without those of the moment and of the connection
 */
public record Answer(int status, Map<String, String> headers, String body) {
  private static final String REPLAYED = "idempotent-replayed";

  static Answer of(HttpResponse<String> response) {
    Map<String, String> headers = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name, String.join(", ", values)));
    headers
        .keySet()
        .removeAll(
            List.of("date", "connection", "keep-alive", "content-length", "transfer-encoding"));
    return new Answer(response.statusCode(), headers, response.body());
  }

  /** The header of this name, in lower case; empty where it is not there. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** Whether the service says that it told this answer before. */
  public boolean isReplay() {
    return header(REPLAYED).equals("true");
  }

  /** The same as it was told for the first time. */
  public Answer asFirst() {
    Map<String, String> fewer = new TreeMap<>(headers);
    fewer.remove(REPLAYED);
    return new Answer(status, fewer, body);
  }
}
