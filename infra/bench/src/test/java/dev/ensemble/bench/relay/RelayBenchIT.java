package dev.ensemble.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.bench.common.Jvm;
import dev.ensemble.bench.common.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A run that is too short to tell anything about speed: contenders empty the backlog, and every row
 * is on the topic, once and whole, or it would end with a refusal.
 */
class RelayBenchIT {

  @Test
  void our_relay_and_the_limit_do_the_same_work() throws Exception {
    Path module = Path.of("").toAbsolutePath();
    List<String> said = new ArrayList<>();
    Plan brief =
        new Plan(
            5_000,
            1,
            List.of(Contender.LIMIT, Contender.RELAY),
            List.of(),
            Jvm.brief(),
            new SingleCommits(1_000, Duration.ZERO, Duration.ofSeconds(1)));

    try (Servers system =
        Servers.start(module.resolve("../.."), module.resolve("target/relay-it"), said::add)) {
      Results results = new RelayBench(system, brief, said::add).run();

      assertThat(results.all()).hasSize(2).allSatisfy(RelayBenchIT::isMeasured);
      assertThat(Report.table(results)).anyMatch(line -> line.contains("at-least-once"));
    }
  }

  private static void isMeasured(Result result) {
    Latencies latencies = Objects.requireNonNull(result.latencies());
    assertThat(latencies.micros().getTotalCount()).isEqualTo(200);
    assertThat(latencies.millis(99)).isPositive();
    assertThat(result.drained())
        .singleElement()
        .satisfies(
            drained -> {
              assertThat(drained.progress().getLast().rows()).isEqualTo(5_000);
              assertThat(drained.wholePerSecond()).isPositive();
              assertThat(drained.cpuSecondsPerMillion()).isPositive();
            });
  }
}
