package dev.ensemble.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ensemble.chaos.check.Judgement;
import dev.ensemble.chaos.mutation.Mutation;
import dev.ensemble.local.invariants.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The checker is checked: each defence is taken out of the real system, and the invariant that is
 * named for it must tell so. The same system, led through the same before, must hold. A quarter of
 * an hour in all, so that the profile {@code mutations} asks for it, and no other build.
 */
@EnabledIfSystemProperty(named = "ensemble.mutations", matches = ".+")
class MutationIT {
  /** From the start of the system to the verdict on the mutant, the trial that holds included. */
  private static final Duration NOTICED_WITHIN = Duration.ofMinutes(2);

  /** {@code all}, or some by name with commas between. */
  private static final String ASKED_FOR = System.getProperty("ensemble.mutations", "");

  private static final List<String> ROWS = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void a_defence_that_is_gone_is_noticed_by_the_invariant_that_is_named_for_it(Mutation mutation)
      throws Exception {
    assumeThat(List.of(ASKED_FOR.split(",", -1))).containsAnyOf("all", mutation.name());
    Experiment experiment = Experiment.of(mutation);
    Path module = Path.of("").toAbsolutePath();
    Path folder = module.resolve("target").resolve("mutations").resolve(mutation.word());
    long begin = System.nanoTime();
    try (Surroundings surroundings = Surroundings.of(mutation);
        Laboratory laboratory =
            new Laboratory(experiment, surroundings, module.resolve("../.."), folder)) {
      laboratory.start();

      Judgement whole = laboratory.hold();

      assertThat(whole.findings()).as("%s", whole.story()).allMatch(Finding::holds);
      assertThat(whole.findings()).extracting(Finding::invariant).contains(experiment.toldBy());
      long mutated = System.nanoTime();
      laboratory.mutate();

      Judgement without = laboratory.hold();

      Duration since = Duration.ofNanos(System.nanoTime() - mutated);
      Duration inAll = Duration.ofNanos(System.nanoTime() - begin);
      ROWS.add(row(experiment, since, inAll));
      System.out.println("[mutation] " + mutation + ": " + told(without));
      without.story().forEach(line -> System.out.println("[mutation] " + line));
      assertThat(told(without)).contains(experiment.toldBy());
      assertThat(inAll).isLessThan(NOTICED_WITHIN);
    }
  }

  /** What a judgement holds against a run. */
  private static List<String> told(Judgement judgement) {
    return judgement.findings().stream()
        .filter(finding -> !finding.holds())
        .map(Finding::invariant)
        .toList();
  }

  private static String row(Experiment experiment, Duration since, Duration inAll) {
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %.0f | %.0f |",
        experiment.mutation(),
        experiment.toldBy(),
        since.toMillis() / 1e3,
        inAll.toMillis() / 1e3);
  }

  /** The table that stands in the README. */
  @AfterAll
  static void printTable() {
    ROWS.forEach(System.out::println);
  }
}
