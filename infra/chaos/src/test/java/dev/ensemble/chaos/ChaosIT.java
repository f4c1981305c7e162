package dev.ensemble.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.chaos.check.Judgement;
import dev.ensemble.chaos.check.Sign;
import dev.ensemble.chaos.fault.FaultKind;
import dev.ensemble.chaos.fault.Planned;
import dev.ensemble.chaos.fault.Schedule;
import dev.ensemble.chaos.load.Sampler;
import dev.ensemble.chaos.report.Report;
import dev.ensemble.chaos.system.Delivery;
import dev.ensemble.chaos.system.SystemUnderTest.Mutants;
import dev.ensemble.local.invariants.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short trial, in which every kind of fault happens at least once. */
class ChaosIT {
  private static final Duration LENGTH = Duration.ofSeconds(60);

  /** What two cores bear beside fifteen processes that are killed and started all the time. */
  private static final double ORDERS_PER_SECOND = 4;

  private static final int FAULTS_AT_ONCE = 4;

  /** Three minutes as a rule; what hangs must not hold up a build for ever. */
  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void every_invariant_holds_through_a_minute_of_every_kind_of_fault() throws Exception {
    Path module = Path.of("").toAbsolutePath();
    Path folder = module.resolve("target").resolve("chaos-it");
    Terms terms =
        new Terms(
            module.resolve("../.."),
            folder,
            seed(),
            LENGTH,
            ORDERS_PER_SECOND,
            FAULTS_AT_ONCE,
            FaultKind.here(),
            Delivery.TRANSACTIONAL,
            1,
            Mutants.NONE,
            "");

    Judgement judgement = new Trial(terms, new Printed()).hold();

    Report.of(folder, judgement).write();
    assertThat(judgement.findings()).as("%s", judgement.story()).allMatch(Finding::holds);
    assertThat(judgement.signs()).noneMatch(Sign::isMissing);
    assertThat(folder.resolve(Report.FILE)).content().contains("<svg", "HOLDS");
  }

  /** The first whose plan has every kind in so short a time: always the same. */
  private static long seed() {
    return LongStream.rangeClosed(42, 1_000)
        .filter(ChaosIT::hasEveryKind)
        .findFirst()
        .orElseThrow();
  }

  private static boolean hasEveryKind(long seed) {
    return Schedule.of(seed, LENGTH, FAULTS_AT_ONCE, FaultKind.here()).stream()
        .map(Planned::kind)
        .collect(Collectors.toSet())
        .containsAll(FaultKind.here());
  }

  /** So that the build's log tells what went wrong meanwhile. */
  private static final class Printed implements Trial.Watcher {
    @Override
    public void say(String line) {
      System.out.println("[chaos]" + line);
    }

    @Override
    public void sample(Sampler.Sample sample) {}
  }
}
