package dev.ensemble.chaos.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a process counts, as Prometheus reads it: those meters that tell what a run has shown. */
final class Meters {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);

  private static final Set<String> WANTED =
      Set.of(
          "ensemble_inbox_records_total",
          "ensemble_inbox_transaction_seconds_count",
          "ensemble_inbox_outages_batches_total",
          "ensemble_inbox_lag_records",
          "ensemble_idempotency_total",
          "relay_leader");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_WITHIN)
          .build();

  /** By meter and tags, as they stand in the line; empty where the process does not answer. */
  Optional<Map<String, Double>> of(String management) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(management + "/actuator/prometheus"))
            .timeout(ANSWER_WITHIN)
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofLines());
      try (Stream<String> lines = answer.body()) {
        return answer.statusCode() == 200 ? Optional.of(read(lines)) : Optional.empty();
      }
    } catch (IOException | UncheckedIOException notNow) { // The second while it answers.
      return Optional.empty();
    }
  }

  private static Map<String, Double> read(Stream<String> lines) {
    Map<String, Double> meters = new LinkedHashMap<>();
    lines
        .filter(line -> WANTED.contains(name(line)))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              meters.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
            });
    return meters;
  }

  /** The meter's name, of a line or of a key of the map. */
  static String name(String line) {
    int end = line.indexOf('{');
    return end < 0 ? line : line.substring(0, end);
  }

  /** The value of a tag, empty where there is none of that name. */
  static String tag(String meter, String name) {
    String opening = name + "=\"";
    int at = meter.indexOf(opening);
    if (at < 0) {
      return "";
    }
    int from = at + opening.length();
    return meter.substring(from, meter.indexOf('"', from));
  }
}
