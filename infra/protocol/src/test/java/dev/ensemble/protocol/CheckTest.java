package dev.ensemble.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, over a module of two lines. */
class CheckTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void a_counter_that_ends_at_three() throws Exception {
    write(
        "Counter.tla",
        """
        ---- MODULE Counter ----
        EXTENDS Naturals
        VARIABLE n
        Spec == n = 0 /\\ [][n < 3 /\\ n' = n + 1]_n
        Small == n < 4
        Tiny == n < 2
        ====
        """);
    write("Counter.cfg", model("must hold", "It counts.", "Small"));
    write("Counter.tiny.cfg", model("must violate Tiny", "It counts on.", "Tiny"));
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  private static String model(String verdict, String sentence, String invariant) {
    return """
        \\* %s
        \\* %s
        SPECIFICATION Spec
        CHECK_DEADLOCK FALSE
        INVARIANTS
          %s
        """
        .formatted(verdict, sentence, invariant);
  }

  private int check(String... words) throws Exception {
    return new Check(
            folder,
            folder.resolve("target"),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8))
        .run(words);
  }

  @Test
  void where_every_model_comes_to_what_it_says_the_answer_is_0_and_a_line_for_each()
      throws Exception {
    assertThat(check()).isZero();

    assertThat(out.toString(UTF_8).lines())
        .hasSize(2)
        .anyMatch(line -> line.matches("Counter +holds +4 states +depth +4 +[0-9.]+ s"))
        .anyMatch(line -> line.startsWith("Counter.tiny") && line.contains("violates Tiny"));
  }

  @Test
  void one_that_does_not_is_told_with_its_story_and_the_answer_is_1() throws Exception {
    write("Counter.cfg", model("must hold", "It counts.", "Tiny"));
    write("Counter.tiny.cfg", model("must violate Small", "It counts on.", "Small"));

    assertThat(check()).isEqualTo(1);

    assertThat(out.toString(UTF_8)).containsSubsequence("UNEXPECTED: an invariant", "n = 2");
    assertThat(out.toString(UTF_8)).contains("UNEXPECTED: all of it holds");
  }

  @Test
  void one_that_holds_with_fewer_states_or_steps_than_it_says_is_told_and_the_answer_is_1()
      throws Exception {
    write("Counter.cfg", model("must hold", "It counts.\n\\* states 5", "Small"));

    assertThat(check("Counter")).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains("UNEXPECTED: 4 steps, and the model says 0 to 5 states");

    write("Counter.cfg", model("must hold", "It counts.\n\\* states 4\n\\* steps 5", "Small"));
    assertThat(check("Counter")).isEqualTo(1);

    write("Counter.cfg", model("must hold", "It counts.\n\\* states 4\n\\* steps 4", "Small"));
    assertThat(check("Counter")).isZero();
  }

  @Test
  void a_module_that_tlc_cannot_read_is_no_violation() throws Exception {
    write("Counter.tla", "---- MODULE Counter ----\nnonsense\n====\n");

    assertThat(check("Counter.tiny")).isEqualTo(1);

    assertThat(out.toString(UTF_8)).contains("UNEXPECTED: TLC gave no answer");
    assertThat(err.toString(UTF_8)).contains("nonsense");
  }

  @Test
  void a_name_that_nobody_knows_is_refused_before_anything_runs() throws Exception {
    assertThat(check("Counter", "Abacus")).isEqualTo(2);

    assertThat(err.toString(UTF_8)).contains("Abacus");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void the_list_says_of_each_what_it_is_about() throws Exception {
    assertThat(check("--list")).isZero();

    assertThat(out.toString(UTF_8)).containsSubsequence("Counter", "It counts.", "violates Tiny");
  }

  @Test
  void a_model_that_does_not_say_what_is_to_come_of_it_is_refused() throws Exception {
    write("Counter.cfg", model("might hold", "It counts.", "Small"));

    assertThatThrownBy(this::check).hasMessageContaining("might hold");
  }
}
