package dev.ensemble.testkit.crash;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request, to be sent again word for word.
 *
 * @param path as it is asked for, with its query
 * @param body empty where there is none
 */
public record Call(String method, String path, Map<String, String> headers, String body) {
  // A held call must outlive what is looked at meanwhile, and an answer comes within milliseconds.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** One with a JSON body, or with none. */
  public static Call of(String method, String path, String body) {
    return new Call(
        method, path, body.isEmpty() ? Map.of() : Map.of("Content-Type", "application/json"), body);
  }

  /** The same with one more header. */
  public Call with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Call(method, path, more, body);
  }

  HttpRequest to(URI uri) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return request.build();
  }
}
