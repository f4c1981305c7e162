package dev.ensemble.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class DatabaseOutagesTest extends ServerTest {
  private static final TestDatabase DATABASE = TestDatabase.create("vault");

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry settings) {
    DATABASE.springProperties().forEach((name, value) -> settings.add(name, () -> value));
  }

  @Test
  void a_lock_that_another_holds_is_worth_another_try() throws Exception {
    try (Connection other = DATABASE.app().getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + Vault.LOCK + ")");

      assertUnavailable(get("/vault/locked"));
    }
  }

  @Test
  void a_statement_that_runs_out_of_time_is_worth_another_try() throws Exception {
    assertUnavailable(get("/vault/slow"));
  }

  @Test
  void a_connection_cut_in_the_middle_is_worth_another_try_and_the_next_one_works()
      throws Exception {
    assertUnavailable(get("/vault/cut"));
    assertThat(get("/vault").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "40001, 503 temporarily-unavailable",
    "40P01, 503 temporarily-unavailable",
    "53300, 503 temporarily-unavailable",
    "57P03, 503 temporarily-unavailable",
    "25006, 503 temporarily-unavailable",
    "22012, 500 internal-error",
    "23505, 500 internal-error",
    "42501, 500 internal-error",
    "XX000, 500 internal-error"
  })
  void only_what_passes_by_itself_invites_to_come_again(String state, String expected)
      throws Exception {
    Answer answer = get("/vault/raise/" + state);

    assertThat(answer.statusAndProblem()).isEqualTo(expected);
    assertThat(answer.body()).doesNotContain("secret", "SQL", "RAISE");
  }

  @Test
  void an_outage_is_no_flood_in_the_log(CapturedOutput output) throws Exception {
    for (int request = 0; request < 3; request++) {
      assertUnavailable(get("/vault/raise/57P01"));
    }

    assertThat(output.getAll().split("requests are answered with 503", -1).length)
        .isLessThanOrEqualTo(2);
    assertThat(output).doesNotContain("failed, error id");
  }

  static void assertUnavailable(Answer answer) {
    assertThat(answer.statusAndProblem()).isEqualTo("503 temporarily-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("5");
  }
}
