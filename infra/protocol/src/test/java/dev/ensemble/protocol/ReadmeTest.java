package dev.ensemble.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The README's tables against the models, whose numbers {@link ProtocolTest} holds TLC to. */
class ReadmeTest {
  private static final String HOLDS = "| model | what it is about | states | depth | time |";
  private static final String VIOLATES =
      "| mutation | what is broken | what TLC finds violated | states until then | depth | time |";

  @Test
  void the_readme_tells_of_every_model_that_was_seen_to_hold_how_many_states_it_has()
      throws Exception {
    List<String> models =
        Model.in(Runs.MODULES).stream()
            .filter(model -> model.states().isPresent())
            .map(
                model ->
                    String.format(
                        Locale.ROOT,
                        "| `%s` | %s | %,d |",
                        model.name(),
                        model.sentence(),
                        model.states().orElseThrow()))
            .toList();

    assertThat(models).isNotEmpty();
    assertThat(rows(HOLDS)).containsExactlyInAnyOrderElementsOf(models);
  }

  @Test
  void the_readme_tells_of_every_mutation_what_it_violates() throws Exception {
    List<String> mutations =
        Model.in(Runs.MODULES).stream()
            .filter(model -> model.violated().isPresent())
            .map(
                model ->
                    "| `%s` | %s | `%s` |"
                        .formatted(model.name(), model.sentence(), model.violated().orElseThrow()))
            .toList();

    assertThat(mutations).isNotEmpty();
    assertThat(rows(VIOLATES)).containsExactlyInAnyOrderElementsOf(mutations);
  }

  /** The first three columns of the table under the head. */
  private static List<String> rows(String head) throws Exception {
    return Files.readAllLines(Path.of("README.md")).stream()
        .dropWhile(line -> !line.equals(head))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.replaceFirst("^((\\|[^|]+){3}\\|).*", "$1"))
        .toList();
  }
}
