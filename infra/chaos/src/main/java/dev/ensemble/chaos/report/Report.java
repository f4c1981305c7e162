package dev.ensemble.chaos.report;

import dev.ensemble.chaos.check.Judgement;
import dev.ensemble.chaos.check.Sign;
import dev.ensemble.chaos.history.Past;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.stack.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One page that shows a run: what held, what happened, and how it went over time. */
public final class Report {
  /** Its name within a run's folder. */
  public static final String FILE = "report.html";

  private static final int STEP_MILLIS = 1_000;

  private final Path folder;
  private final Judgement judgement;
  private final Course course;

  private Report(Path folder, Judgement judgement) {
    this.folder = folder;
    this.judgement = judgement;
    this.course = Course.of(Past.in(folder));
  }

  public static Report of(Path folder, Judgement judgement) {
    return new Report(folder, judgement);
  }

  public void write() {
    try {
      Files.writeString(folder.resolve(FILE), page());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report", e);
    }
  }

  /**
   * Adds a row to a page of results, which is made where it is missing.
   *
   * @throws Refusal where nobody could hold such a run again, because what ran is in no commit
   */
  public void record(Path page) {
    if (!course.conditions().isCommitted()) {
      throw new Refusal(
          "not recorded: what ran is in no commit (%s)".formatted(course.conditions().commit()));
    }
    try {
      Results.add(page, Results.row(course, judgement));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the page of results", e);
    }
  }

  private String page() {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>Chaos: seed %1$s, %2$s</title>
    <style>
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 2em auto; padding: 0 1em }
      table { border-collapse: collapse } td { padding: .15em .8em .15em 0; vertical-align: top }
      .number { text-align: right } .bad { color: #d1484f } .good { color: #1f883d }
      pre { overflow-x: auto } svg { width: 100%%; height: auto }
      @media (prefers-color-scheme: dark) { body { background: #0d1117; color: #c9d1d9 } }
    </style></head><body>
    <h1 class="%3$s">%2$s</h1>
    <p>%4$s</p>
    <p><code>%9$s</code></p>
    %5$s
    %10$s
    <h2>Invariants</h2><table>%6$s</table>
    <h2>What must have happened</h2><table>%7$s</table>
    %8$s
    </body></html>
    """
        .formatted(
            course.conditions().seed(),
            judgement.word(),
            judgement.isViolated() || judgement.isNoProof() ? "bad" : "good",
            escaped(course.conditions().words()),
            Timeline.of(course, STEP_MILLIS),
            rows(judgement.findings(), Report::row),
            rows(judgement.signs(), Report::row),
            judgement.story().isEmpty()
                ? ""
                : "<h2>The first violation</h2><pre>%s</pre>"
                    .formatted(escaped(String.join("\n", judgement.story()))),
            escaped(course.conditions().command()),
            Numbers.of(course));
  }

  private static <T> String rows(List<T> all, Function<T, String> row) {
    return all.stream().map(row).collect(Collectors.joining("\n"));
  }

  private static String row(Finding finding) {
    return "<tr><td class=\"%s\">%s</td><td>%s</td><td>%s<br>%s</td></tr>"
        .formatted(
            finding.holds() ? "good" : "bad",
            finding.holds() ? "✓" : "✗",
            escaped(finding.invariant()),
            escaped(finding.figures()),
            escaped(String.join("\n", finding.offenders())));
  }

  private static String row(Sign sign) {
    return "<tr><td class=\"number%s\">%d</td><td>%s</td></tr>"
        .formatted(sign.isMissing() ? " bad" : "", sign.times(), escaped(sign.what()));
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
