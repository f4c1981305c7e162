package dev.ensemble.chaos;

import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.stack.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the one who reads all that inventory tells how much of it was passed over, where all of it
 * came a second time. No state shows that, as each domain refuses what it has done before.
 */
final class SecondTime implements Surroundings {
  static final String PASSED_OVER = "what comes a second time is passed over";

  private static final Program READER = Program.ORDER;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private @Nullable URI meters;

  @Override
  public Map<String, String> settings(Program program) {
    return Map.of();
  }

  @Override
  public void prepare(SystemUnderTest system, Iterable<String> customers) {
    meters = URI.create(system.management(READER, 1) + "/actuator/prometheus");
  }

  @Override
  public void disturb() {}

  @Override
  public List<Finding> look(Evidence evidence) throws IOException, InterruptedException {
    long told;
    try (Database inventory = Database.open(evidence.inventory(), evidence)) {
      told = inventory.number("SELECT count(*) FROM messaging.outbox");
    }
    double passedOver = passedOver();
    return List.of(
        new Finding(
            PASSED_OVER,
            passedOver >= told,
            "%.0f of %d events".formatted(passedOver, told),
            passedOver >= told
                ? List.of()
                : List.of("only %.0f of %d events".formatted(passedOver, told))));
  }

  private double passedOver() throws IOException, InterruptedException {
    URI asked = meters;
    if (asked == null) {
      throw new IllegalStateException("the system does not run yet");
    }
    try (HttpClient client = HttpClient.newHttpClient();
        Stream<String> lines =
            client
                .send(
                    HttpRequest.newBuilder(asked).timeout(ANSWER_WITHIN).build(),
                    BodyHandlers.ofLines())
                .body()) {
      return lines
          .filter(line -> line.startsWith("ensemble_inbox_records_total{"))
          .filter(line -> line.contains("outcome=\"repeated\""))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  @Override
  public void close() {}
}
