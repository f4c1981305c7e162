package dev.ensemble.bench.common;

import dev.ensemble.local.stack.Narrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a comparison has found out.
 *
 * @param plot as SVG
 * @param table as Markdown, with medians
 * @param measurements the single ones by the name of their file, for whoever wants to make more of
 *     them than the table does
 * @param outcomes of the promises that could be judged
 * @param promises how many there are, judged or not
 */
public record Findings(
    String plot,
    List<String> table,
    Map<String, List<String>> measurements,
    List<Outcome> outcomes,
    int promises) {

  public Findings {
    table = List.copyOf(table);
    measurements = Map.copyOf(measurements);
    outcomes = List.copyOf(outcomes);
  }

  /** Keeps all of it in files. */
  void write(Path folder, String plotName) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, List<String>> one : measurements.entrySet()) {
        Files.write(folder.resolve(one.getKey()), one.getValue());
      }
      Files.writeString(folder.resolve(plotName), plot);
      Files.write(folder.resolve("table.md"), table);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the results", e);
    }
  }

  void tell(Narrator screen) {
    screen.say("");
    table.forEach(screen::say);
    screen.say("");
    outcomes.forEach(outcome -> screen.say(outcome.line()));
    screen.say("%d of %d promises were judged".formatted(outcomes.size(), promises));
  }
}
