package dev.ensemble.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A run that is too short to tell anything about speed: both contenders order, and the database has
 * what they ordered, or it would end with a refusal.
 */
class HttpBenchIT {

  @Test
  void both_contenders_place_orders_and_only_one_of_them_is_remembered() throws Exception {
    Path module = Path.of("").toAbsolutePath();
    List<String> said = new ArrayList<>();
    Plan brief = new Plan(2, Duration.ofMillis(500), Duration.ZERO, 4);

    try (OrderSystem system =
        OrderSystem.start(module.resolve("../.."), module.resolve("target/it"), said::add)) {
      Report report = new HttpBench(system, brief, said::add).run();

      assertThat(report.rounds()).hasSize(2);
      long with = report.rounds().stream().mapToLong(round -> round.with().orders()).sum();
      long without = report.rounds().stream().mapToLong(round -> round.without().orders()).sum();
      assertThat(with).isPositive();
      assertThat(without).isPositive();
      assertThat(system.orders()).isEqualTo(with + without);
      assertThat(system.storedAnswers()).isEqualTo(with);
      // The longest run that the options allow takes 34 hours; a late order would be work for both.
      assertThat(
              system.count(
                  "SELECT count(*) FROM orders.orders WHERE deadline < placed_at + interval '2 days'"))
          .isZero();
      assertThat(report.rounds())
          .allSatisfy(round -> assertThat(round.with().cpuMillisPerOrder()).isPositive());
    }
    assertThat(said).anyMatch(line -> line.contains("The key costs"));
  }
}
