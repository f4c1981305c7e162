package dev.ensemble.payment.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.Api.Answer;
import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.domain.AccountId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends: a 4xx that says what is wrong, and no row. */
class BadInputTest extends RunningService {
  private AccountId alice = new AccountId("alice");
  private Map<String, Long> before = Map.of();

  @BeforeEach
  void count_all_rows() {
    alice = customerWith("10.00");
    before = countsButAnswers();
  }

  @AfterEach
  void no_row_was_written() {
    assertThat(countsButAnswers()).isEqualTo(before);
    assertThat(balanceOf(alice)).isEqualTo("10.00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "12.50",
        "{}",
        "{\"amount\": null}",
        "{\"amount\": -0.01}",
        "{\"amount\": 0}",
        "{\"amount\": 0.00}",
        "{\"amount\": 0.001}",
        "{\"amount\": 10.999}",
        "{\"amount\": 1000000.01}",
        "{\"amount\": 1000000000000}",
        "{\"amount\": 1e400}",
        "{\"amount\": 1e999999999}",
        "{\"amount\": 1e-999999999}",
        "{\"amount\": 99999999999999999999999999999999999999999999999999999999999999999999}",
        "{\"amount\": NaN}",
        "{\"amount\": Infinity}",
        "{\"amount\": \"12.50\"}",
        "{\"amount\": true}",
        "{\"amount\": [12.50]}",
        "{\"amount\": {\"cents\": 1250}}",
        "{\"amount\": 12.50, \"currency\": \"EUR\"}",
        "{\"amount\": 12.50, \"amount\": 0.01}",
        "{\"amount\": 12.50} {\"amount\": 12.50}",
        "{\"amount\": 012.50}",
        "{\"amount\": \"\\u0000\"}",
        "{\"am\\u0000ount\": 12.50}",
        "{\"amount\": 12.50, \"note\": \"\\ud800\"}"
      })
  void a_deposit_that_is_none_is_refused(String body) {
    assertRefused(api().post("/accounts/" + alice + "/deposits", body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"chargeDelay\": 3}",
        "{\"chargeDelay\": \"3\"}",
        "{\"chargeDelay\": \"3s\"}",
        "{\"chargeDelay\": \"-PT1S\"}",
        "{\"chargeDelay\": \"PT1H0.001S\"}",
        "{\"chargeDelay\": \"PT0.0001S\"}",
        "{\"chargeDelay\": \"PT999999999999999999H\"}",
        "{\"chargeDelay\": \"\\u0000\"}",
        "{\"balance\": 1000000}",
        "{\"chargeDelay\": \"PT1S\", \"balance\": 1000000}"
      })
  void an_account_that_cannot_be_is_refused(String body) {
    assertRefused(api().put("/accounts/nobody", body));
    assertThat(api().get("/accounts/nobody").problem()).isEqualTo("unknown-account");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/accounts/Alice",
        "/accounts/-alice",
        "/accounts/alice%20smith",
        "/accounts/house:bank",
        "/accounts/%00",
        "/accounts/a%00b",
        "/accounts/%F0%9F%92%B6",
        "/accounts/..%2Falice",
        "/accounts/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void an_account_of_an_impossible_name_is_refused(String path) {
    assertRefused(api().put(path, "{}"));
    assertRefused(api().get(path));
    assertRefused(api().post(path + "/deposits", "{\"amount\": 1.00}"));
  }

  @ParameterizedTest
  @CsvSource({
    "/payments/1, 400, invalid-parameter",
    "/payments/0199a0de-7c00-7000-8000-zzzzzzzzzzzz, 400, invalid-parameter",
    "/payments/0199a0de-7c00-7000-8000-00000000ffff, 404, unknown-payment",
    "/payments/%00, 400, ''",
    "/payments, 404, unknown-route",
    "/accounts, 404, unknown-route",
    "/accounts/nobody, 404, unknown-account",
    "/accounts/nobody/entries, 404, unknown-account",
    "/accounts/nobody/entries?limit=0, 400, invalid-parameter",
    "/accounts/nobody/entries?limit=201, 400, invalid-parameter",
    "/accounts/nobody/entries?limit=ten, 400, invalid-parameter",
    "/accounts/nobody/entries?limit=99999999999, 400, invalid-parameter",
    "/accounts/nobody/entries?after=last, 400, invalid-parameter",
    "/accounts/nobody/deposits, 405, method-not-allowed",
  })
  void what_cannot_be_found_is_said_to_be_so(String path, int status, String problem) {
    Answer answer = api().get(path);
    assertRefused(answer);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.problem()).contains(problem);
  }

  @Test
  void a_deposit_to_nobody_is_refused() {
    Answer answer = api().post("/accounts/nobody/deposits", "{\"amount\": 1.00}");
    assertRefused(answer);
    assertThat(answer.problem()).isEqualTo("unknown-account");
  }

  @Test
  void a_body_of_ten_megabytes_is_refused() {
    String huge = "{\"amount\": 1.00, \"note\": \"" + "x".repeat(10_000_000) + "\"}";
    Answer answer = api().post("/accounts/" + alice + "/deposits", huge);
    assertRefused(answer);
    assertThat(answer.status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
  void a_body_of_another_type_is_refused(String contentType) {
    byte[] body = "{\"amount\": 1.00}".getBytes(StandardCharsets.UTF_8);
    Answer answer = api().post("/accounts/" + alice + "/deposits", body, contentType);
    assertRefused(answer);
    assertThat(answer.status()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "nonsense/"})
  void no_money_moves_for_a_client_that_would_not_accept_the_answer(String accept) {
    Answer answer =
        api().postAccepting(accept, "/accounts/" + alice + "/deposits", "{\"amount\": 1.00}");
    assertRefused(answer);
    assertThat(answer.problem()).isEqualTo("not-acceptable");
  }

  @Test
  void a_body_in_another_encoding_is_refused() {
    byte[] body = "{\"amount\": 1.00, \"ä\": 1}".getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(api().post("/accounts/" + alice + "/deposits", body, "application/json"));
  }

  /** A refusal in business is stored for whoever asks again; it is no change. */
  private static Map<String, Long> countsButAnswers() {
    Map<String, Long> counts = DATABASE.counts();
    counts.remove("idempotency.answers");
    return counts;
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
    assertThat(answer.problem()).isNotEmpty();
    assertThat(answer.body()).doesNotContain("Exception").doesNotContain("dev.ensemble");
  }
}
