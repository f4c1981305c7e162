package dev.ensemble.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadBodiesTest extends ServerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~                                              | 400 | missing-body
          ~   ~                                           | 400 | missing-body
          null                                            | 400 | missing-body
          {                                               | 400 | malformed-json
          {"customer":"a" "lines":[]}                     | 400 | malformed-json
          {'customer':'a'}                                | 400 | malformed-json
          {"customer":NaN}                                | 400 | malformed-json
          {"customer":"a","lines":[{"sku":"x","quantity":1}]} x | 400 | malformed-json
          {"customer":"a","lines":[{"sku":"x","quantity":1}]} {} | 400 | malformed-json
          {"customer":"a","customer":"b"}                 | 400 | duplicate-key
          {"customer":"a","lines":[{"sku":"x","quantity":1}],"colour":"red"} | 400 | unknown-field
          {"lines":[{"sku":"x","quantity":1}]}            | 400 | missing-field
          {"customer":null,"lines":[{"sku":"x","quantity":1}]} | 400 | missing-field
          {"customer":"a"}                                | 400 | missing-field
          {"customer":"a","lines":[null]}                 | 400 | missing-field
          {"customer":"a","lines":[{"sku":"x"}]}          | 400 | missing-field
          {"customer":"a","lines":[{"sku":"x","quantity":null}]} | 400 | missing-field
          []                                              | 400 | wrong-type
          "text"                                          | 400 | wrong-type
          7                                               | 400 | wrong-type
          {"customer":7,"lines":[]}                       | 400 | wrong-type
          {"customer":true,"lines":[]}                    | 400 | wrong-type
          {"customer":{},"lines":[]}                      | 400 | wrong-type
          {"customer":"a","lines":{}}                     | 400 | wrong-type
          {"customer":"a","lines":""}                     | 400 | wrong-type
          {"customer":"a","lines":["x"]}                  | 400 | wrong-type
          {"customer":"a","lines":[{"sku":"x","quantity":"1"}]}  | 400 | wrong-type
          {"customer":"a","lines":[{"sku":"x","quantity":""}]}   | 400 | wrong-type
          {"customer":"a","lines":[{"sku":"x","quantity":1.5}]}  | 400 | wrong-type
          {"customer":"a","lines":[{"sku":"x","quantity":1.0}]}  | 400 | wrong-type
          {"customer":"a","lines":[{"sku":"x","quantity":1e2}]}  | 400 | wrong-type
          {"customer":"a","lines":[{"sku":"x","quantity":1e400}]} | 400 | wrong-type
          {"customer":"a","lines":[{"sku":"x","quantity":true}]} | 400 | wrong-type
          {"customer":"a","lines":[{"sku":"x","quantity":1000000000000}]} | 400 | number-out-of-range
          {"customer":"a","lines":[{"sku":"x","quantity":99999999999999999999}]} | 400 | number-out-of-range
          {"customer":"a","lines":[{"sku":"x","quantity":0}]}    | 422 | invalid-value
          {"customer":"a","lines":[{"sku":"x","quantity":-1}]}   | 422 | invalid-value
          {"customer":"a","lines":[]}                     | 422 | invalid-value
          {"tip":1e400}                                   | 400 | number-out-of-range
          {"tip":1e-400}                                  | 400 | number-out-of-range
          {"tip":1e999999999}                             | 400 | number-out-of-range
          {"tip":"1.00"}                                  | 400 | wrong-type
          {"patience":"soon"}                             | 400 | wrong-type
          {"patience":3}                                  | 400 | wrong-type
          {"paper":"RED"}                                 | 400 | wrong-type
          {"paper":0}                                     | 400 | wrong-type
          {"customer":"a\\u0000b"}                        | 400 | invalid-character
          {"customer":"\\ud800"}                          | 400 | invalid-character
          {"customer":"\\udc00x"}                         | 400 | invalid-character
          {"lines":[{"sku":"\\u0000"}]}                   | 400 | invalid-character
          """)
  void a_body_that_is_wrong_is_refused_by_name(String body, int status, String problem)
      throws Exception {
    Answer answer = post("/slips", body);

    assertThat(answer.statusAndProblem()).isEqualTo(status + " " + problem);
    assertThat(answer.body()).doesNotContain("dev.ensemble.http", "jackson", "java.");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("instance").asString()).isEqualTo("/slips");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"customer":"a","lines":[{"sku":"x","quantity":"1"}]} | 'lines[0].quantity' must be a whole number (line 1, column 48).
          {"customer":"a","lines":[{"sku":"x","quantity":0}]} | A quantity is 1 or more, not 0 (line 1, column 49).
          {"customer":"a","lines":[{"sku":"x","quantity":1}],"colour":"red"} | 'colour' is not known here (line 1, column 67).
          {"paper":"RED"} | 'paper' must be one of WHITE, BLUE (line 1, column 10).
          {"patience":"soon"} | 'patience' must be a duration such as "PT3S" (line 1, column 13).
          {"customer":"a"} | 'lines' is required (line 1, column 16).
          {"customer":"a" "lines":[]} | The body is not well-formed JSON (line 1, column 17).
          """)
  void the_detail_says_where_and_what_was_expected(String body, String detail) throws Exception {
    assertThat(post("/slips", body).detail()).isEqualTo(detail);
  }

  @Test
  void a_field_is_named_in_a_member_of_its_own() throws Exception {
    Answer answer = post("/slips", "{\"customer\":\"a\",\"lines\":[null]}");

    assertThat(answer.json().path("field").asString()).isEqualTo("lines[0]");
  }

  @Test
  void a_name_as_long_as_a_novel_is_not_sent_back_whole() throws Exception {
    Answer answer =
        post(
            "/slips",
            "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x\",\"quantity\":1}],\""
                + "n".repeat(200)
                + "\":1}");

    assertThat(answer.statusAndProblem()).isEqualTo("400 unknown-field");
    assertThat(answer.json().path("field").asString()).hasSize(121);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void nesting_without_end_is_a_limit_and_no_stack_overflow(String opening) throws Exception {
    Answer answer = post("/slips", "{\"lines\":" + opening.repeat(5_000));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(post("/anything", opening.repeat(5_000)).problem()).isEqualTo("limit-exceeded");
  }

  @Test
  void a_number_of_a_thousand_digits_is_a_limit() throws Exception {
    Answer answer = post("/slips", "{\"tip\":" + "9".repeat(1_000) + "}");

    assertThat(answer.statusAndProblem()).isEqualTo("400 limit-exceeded");
  }

  /** Bytes in hexadecimal: what would be a good slip to a reader that guesses or forgives. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // No UTF-8: {"<C3>(":1}
        "7b22c328223a317d",
        // A slash in two bytes: {"<C0 AF>":1}
        "7b22c0af223a317d",
        // Half of a surrogate pair: {"<ED A0 80>":1}
        "7b22eda080223a317d",
        // [1] with the mark of UTF-8, in UTF-16 with and without one, and in UTF-32.
        "efbbbf5b315d",
        "feff005b0031005d",
        "005b0031005d",
        "5b0031005d00",
        "0000005b000000310000005d"
      })
  void a_body_in_another_encoding_is_malformed(String bytes) throws Exception {
    Answer answer =
        send(
            request("/anything")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(HexFormat.of().parseHex(bytes))));

    assertThat(answer.statusAndProblem()).isEqualTo("400 malformed-json");
  }

  @Test
  void amounts_are_read_exactly_and_written_plain() throws Exception {
    String lines = "\"lines\":[{\"sku\":\"x\",\"quantity\":1}]";
    Answer answer =
        post("/slips", "{\"customer\":\"a\"," + lines + ",\"tip\":1E+3,\"patience\":\"PT3S\"}");

    assertThat(answer.body()).contains("\"tip\":1000,", "\"patience\":\"PT3S\"");
    assertThat(post("/slips", "{\"customer\":\"a\"," + lines + ",\"tip\":0.10}").body())
        .contains("\"tip\":0.10,");
  }
}
