package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromisesTest {
  private static final String README =
      """
      # A shop
      | service | port |
      | --- | --- |
      | till | 8101 |

      | promise | proved by |
      | --- | --- |
      | Nobody pays twice | `TillTest.a_second_ring_is_free`, `%s` |
      | Nothing is lost | %s |
      """;

  @TempDir Path root;

  @BeforeEach
  void a_shop_with_tests() throws IOException {
    Path tests = Files.createDirectories(root.resolve("src/test/java/shop"));
    Files.writeString(
        tests.resolve("TillTest.java"),
        """
        package shop;
        class TillTest {
          @Test void a_second_ring_is_free() {}
          @ParameterizedTest(name = "{0}") void coins_add_up(int coins) {}
          @Test @Disabled("later") void sleeps() {}
          void helps() {}
          // @Test void spoken_of() {}
        }
        """);
  }

  @Test
  void a_readme_whose_tests_all_exist_keeps_its_promises() {
    assertThat(broken("TillTest.coins_add_up", "`TillTest.coins_add_up`")).isEmpty();
  }

  @Test
  void a_test_that_does_not_exist_proves_nothing() {
    assertThat(broken("TillTest.coins_vanish", "`TillIT.coins_add_up`"))
        .containsExactly(
            "no such test: TillTest.coins_vanish, named for: | Nobody pays twice |"
                + " `TillTest.a_second_ring_is_free`, `TillTest.coins_vanish` |",
            "no such test: TillIT.coins_add_up, named for: | Nothing is lost |"
                + " `TillIT.coins_add_up` |");
  }

  @Test
  void a_test_that_is_switched_off_or_is_none_proves_nothing() {
    assertThat(broken("TillTest.sleeps", "`TillTest.helps` and `TillTest.spoken_of`")).hasSize(3);
  }

  @Test
  void a_promise_without_a_test_is_told_among_those_that_have_one() {
    assertThat(broken("TillTest.coins_add_up", "trust us"))
        .containsExactly("no test is named for: | Nothing is lost | trust us |");
  }

  @Test
  void other_tables_promise_nothing() {
    assertThat(Promises.rows(README)).hasSize(2).allMatch(row -> !row.contains("8101"));
  }

  @Test
  void a_test_that_any_page_names_must_run() throws IOException {
    Path room = Files.createDirectories(root.resolve("infra/till"));
    Files.writeString(
        room.resolve("README.md"),
        """
        Coins add up (`TillTest.coins_add_up`), it never sleeps (`TillTest.sleeps`).

        | nobody steals | `ThiefIT.is_caught` | at `server.port` |
        """);

    assertThat(Promises.unknown(SourceTree.at(root)))
        .containsExactly(
            "infra/till/README.md: no TillTest.sleeps",
            "infra/till/README.md: no ThiefIT.is_caught");
  }

  private java.util.List<String> broken(String secondTest, String thirdCell) {
    return Promises.broken(README.formatted(secondTest, thirdCell), SourceTree.at(root));
  }
}
