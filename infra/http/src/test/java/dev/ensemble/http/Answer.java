package dev.ensemble.http;

import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer as it came over the wire; header names are in lower case. */
record Answer(int status, Map<String, String> headers, String body) {
  private static final JsonMapper JSON = new JsonMapper();

  static Answer of(HttpResponse<String> response) {
    Map<String, String> headers = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return new Answer(response.statusCode(), headers, response.body());
  }

  String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  JsonNode json() {
    return JSON.readTree(body);
  }

  String problem() {
    return json().path("type").asString("").replace("urn:ensemble:problem:", "");
  }

  String detail() {
    return json().path("detail").asString("");
  }

  /** Status and name in one, so that a failed comparison shows both. */
  String statusAndProblem() {
    return status + " " + (body.startsWith("{") ? problem() : body);
  }
}
