package dev.ensemble.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.chaos.check.Judgement;
import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.local.stack.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads of a run is what its history tells. */
class ReportTest {
  private static final Judgement HOLDS = new Judgement(List.of(), List.of(), List.of());

  @TempDir Path folder;

  @Test
  void a_fault_that_was_missed_is_drawn_apart_and_stands_in_the_table() throws IOException {
    String page = page();

    assertThat(page).contains("<title>kill -9 p</title>", "<title>missed: cut a link</title>");
    assertThat(page).contains("<td>missed: cut a link</td>").doesNotContain("missed: kill");
  }

  @Test
  void a_process_that_ended_is_a_tick_and_one_that_was_stopped_at_the_end_is_none()
      throws IOException {
    assertThat(page()).contains("<title>p</title>").doesNotContain("<title>stopped</title>");
  }

  @Test
  void the_numbers_of_the_plot_stand_in_a_table() throws IOException {
    // Six came and two were acknowledged in the second before; nobody knew how many had ended.
    assertThat(page())
        .contains(
            "<tr><td>1.0</td><td>6.0</td><td>2.0</td><td>1.0</td><td>2</td><td>4</td></tr>",
            "<tr><td>2.0</td><td>0.0</td><td>0.0</td><td>unknown</td><td>unknown</td><td>4</td></tr>");
  }

  @Test
  void the_command_that_repeats_a_run_names_all_that_was_chosen() throws IOException {
    assertThat(page())
        .contains(
            "./infra/chaos/run --seed 7 --minutes 1.5 --rate 4 --at-once 2"
                + " --faults KILL_SERVICE,CUT_LINK --delivery at-least-once"
                + " --mutation RELAY_MARKS_EARLY");
  }

  @Test
  void a_row_of_results_tells_the_terms_and_what_was_missed() throws IOException {
    history("1a2b3c");
    Path results = folder.resolve("results/README.md");

    Report.of(folder, HOLDS).record(results);

    assertThat(results)
        .content()
        .contains("| 1a2b3c | 7 | PT1M30S | 4 | 2 | at-least-once | relay-marks-early | PT")
        .contains("| 2 | 1 | 1 | 3 | 0 of 0 | 0 |  | HOLDS |");
  }

  @Test
  void what_is_in_no_commit_is_not_recorded() throws IOException {
    history("1a2b3c-dirty");
    Path results = folder.resolve("results/README.md");

    assertThatThrownBy(() -> Report.of(folder, HOLDS).record(results)).isInstanceOf(Refusal.class);
    assertThat(results).doesNotExist();
  }

  private String page() throws IOException {
    history("1a2b3c");
    Report.of(folder, HOLDS).write();
    return Files.readString(folder.resolve(Report.FILE));
  }

  private void history(String commit) throws IOException {
    try (History history = History.in(folder)) {
      history.note(
          Happening.RUN,
          Map.of(
              "seed",
              7,
              "length-millis",
              90_000,
              "orders-per-second",
              4.0,
              "faults-at-once",
              2,
              "kinds",
              List.of("kill-service", "cut-link"),
              "delivery",
              "at-least-once",
              "mutation",
              "relay-marks-early",
              "commit",
              commit));
    }
    // The times of samples are part of what is shown.
    Files.writeString(
        folder.resolve(History.FILE),
        """
        {"at":1000,"what":"sample","came":0,"acknowledged":0,"placed":0,"ended":0,"lag":0}
        {"at":1100,"what":"inject","fault":1,"words":"kill -9 p"}
        {"at":1200,"what":"exit","process":"p"}
        {"at":1300,"what":"heal","fault":1,"words":"kill -9 p"}
        {"at":1400,"what":"inject","fault":2,"words":"cut a link"}
        {"at":1400,"what":"missed","fault":2}
        {"at":1500,"what":"heal","fault":2,"words":"cut a link"}
        {"at":2000,"what":"sample","came":6,"acknowledged":2,"placed":3,"ended":1,"lag":4}
        {"at":3000,"what":"sample","came":6,"acknowledged":2,"placed":-1,"ended":-1,"lag":4}
        {"at":4000,"what":"end"}
        {"at":5000,"what":"exit","process":"stopped"}
        """,
        StandardOpenOption.APPEND);
  }
}
