package dev.ensemble.bench.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {
  private static final Findings FINDINGS =
      new Findings(
          "<svg/>",
          List.of("| a |", "| 1 |"),
          Map.of("rounds.csv", List.of("round", "1"), "progress.csv", List.of("millis", "5")),
          List.of(new Outcome(true, "✓ holds"), new Outcome(false, "✗ does not")),
          3);

  @Test
  void the_exit_code_says_whether_anything_was_judged() {
    assertThat(Outcome.exitCode(List.of())).isEqualTo(4);
    assertThat(Outcome.exitCode(FINDINGS.outcomes().subList(0, 1))).isZero();
    assertThat(Outcome.exitCode(FINDINGS.outcomes())).isEqualTo(1);
  }

  @Test
  void all_is_kept_in_files(@TempDir Path folder) throws IOException {
    Path results = folder.resolve("results");

    FINDINGS.write(results, "relay.svg");

    assertThat(results.resolve("rounds.csv")).hasContent("round\n1");
    assertThat(results.resolve("progress.csv")).hasContent("millis\n5");
    assertThat(results.resolve("relay.svg")).hasContent("<svg/>");
    assertThat(results.resolve("table.md")).hasContent("| a |\n| 1 |");
    try (var files = Files.list(results)) {
      assertThat(files).hasSize(4);
    }
  }

  @Test
  void the_terminal_has_the_table_and_what_was_judged_of_how_much() {
    List<String> said = new ArrayList<>();

    FINDINGS.tell(said::add);

    assertThat(said)
        .containsExactly(
            "", "| a |", "| 1 |", "", "✓ holds", "✗ does not", "2 of 3 promises were judged");
  }
}
