package dev.ensemble.chaos.report;

import dev.ensemble.chaos.check.Checker;
import dev.ensemble.chaos.check.Conditions;
import dev.ensemble.chaos.check.Judgement;
import dev.ensemble.chaos.check.Sign;
import dev.ensemble.local.invariants.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A page with a row for each run that somebody wanted to keep. The run writes it, nobody else. */
final class Results {
  private static final String HEAD =
      """
      # Results

      Written by `./infra/chaos/run --record`, a row for each run; a seed repeats its orders and faults.

      | date | commit | seed | faults for | orders a second | at once | delivery | mutation | took | faults | missed | processes that ended | orders | invariants | signs missing | recovery | verdict |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  private Results() {}

  static String row(Course course, Judgement judgement) {
    long held = judgement.findings().stream().filter(Finding::holds).count();
    long missing = judgement.signs().stream().filter(Sign::isMissing).count();
    String recovery =
        judgement.findings().stream()
            .filter(finding -> finding.invariant().startsWith(Checker.RECOVERY))
            .map(Finding::figures)
            .findFirst()
            .orElse("");
    Conditions conditions = course.conditions();
    return """
        | %s | %s | %d | %s | %s | %d | %s | %s | %s | %d | %d | %d | %d | %d of %d | %d | %s | %s |
        """
        .formatted(
            conditions.date(),
            conditions.commit(),
            conditions.seed(),
            conditions.length(),
            conditions.rate(),
            conditions.lanes(),
            conditions.delivery(),
            conditions.mutation().isEmpty() ? "none" : conditions.mutation(),
            Duration.ofSeconds(course.wallMillis() / 1_000),
            course.bars().size(),
            course.missed(),
            course.exits().size(),
            course.orders(),
            held,
            judgement.findings().size(),
            missing,
            recovery,
            judgement.word());
  }

  static void add(Path page, String row) throws IOException {
    String before = Files.exists(page) ? Files.readString(page) : HEAD;
    Files.createDirectories(page.getParent());
    Files.writeString(page, before + row);
  }
}
