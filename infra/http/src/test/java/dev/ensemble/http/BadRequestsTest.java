package dev.ensemble.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BadRequestsTest extends ServerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /nowhere                                    | 404 unknown-route
          GET    | /slips/                                     | 404 unknown-route
          GET    | /error                                      | 404 unknown-route
          GET    | /actuator/env                               | 404 unknown-route
          DELETE | /nowhere                                    | 404 unknown-route
          GET    | /slips/42                                   | 400 invalid-parameter
          GET    | /slips/0199a000-0000-7000-8000-00000000000g | 400 invalid-parameter
          GET    | /slips/%20                                  | 400 invalid-parameter
          GET    | /slips/1-1-1-1-1                            | 400 invalid-parameter
          GET    | /slips/%200199a000-0000-7000-8000-000000000001 | 400 invalid-parameter
          GET    | /slips/..%2f..%2fetc                        | 400 bad-request
          GET    | /slips/%00                                  | 400 bad-request
          GET    | /../../etc/passwd                           | 400 bad-request
          GET    | /slips/%zz                                  | 400 bad-request
          GET    | /slips/../../../etc/passwd                  | 400 bad-request
          GET    | /slips/0199a000-0000-7000-8000-000000000002 | 404 unknown-slip
          GET    | /slips/0199a000-0000-7000-8000-000000000001;v=2 | 400 invalid-parameter
          GET    | /slips;v=2?customer=a                       | 400 invalid-parameter
          GET    | /slips                                      | 400 invalid-parameter
          GET    | /slips?customer=a&limit=many                | 400 invalid-parameter
          GET    | /slips?customer=a&limit=10000000000         | 400 invalid-parameter
          GET    | /slips?customer=a&limit=0x10                | 400 invalid-parameter
          GET    | /slips?customer=a&limit=%2B7                | 400 invalid-parameter
          GET    | /slips?customer=a&limit=%207                | 400 invalid-parameter
          GET    | /slips?customer=a&limit=07                  | 400 invalid-parameter
          GET    | /slips?customer=a&limit=%EF%BC%97           | 400 invalid-parameter
          GET    | /slips?customer=a%00b                       | 400 invalid-parameter
          GET    | /slips?customer=%zz                         | 400 invalid-parameter
          PUT    | /slips                                      | 405 method-not-allowed
          PATCH  | /slips                                      | 405 method-not-allowed
          DELETE | /slips/42                                   | 405 method-not-allowed
          GET    | /anything                                   | 405 method-not-allowed
          TRACE  | /slips                                      | 405 method-not-allowed
          BREW   | /slips                                      | 405 method-not-allowed
          GET    | /teapot                                     | 418 i-am-a-teapot
          """)
  void a_request_that_is_wrong_is_refused_by_name(String method, String path, String expected)
      throws Exception {
    try (Wire wire = wire()) {
      Answer answer =
          wire.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").answer();

      assertThat(answer.statusAndProblem()).isEqualTo(expected);
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
      assertThat(answer.body()).doesNotContain("secret", "Tomcat", "org.", "java.", "dev.ensemble");
      assertThat(answer.headers()).doesNotContainKey("server");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/plain                      | 415 unsupported-media-type
          application/xml                 | 415 unsupported-media-type
          application/x-www-form-urlencoded | 415 unsupported-media-type
          multipart/form-data; boundary=x | 415 unsupported-media-type
          nonsense                        | 415 unsupported-media-type
          application/*                   | 415 unsupported-media-type
          application/*+json              | 415 unsupported-media-type
          */*                             | 415 unsupported-media-type
          application/json; charset=bogus | 415 unsupported-media-type
          application/json; charset=utf-16 | 415 unsupported-media-type
          application/json; charset=iso-8859-1 | 415 unsupported-media-type
          application/json; charset=us-ascii | 400 malformed-json
          application/json; charset=UTF-8 | 400 malformed-json
          """)
  void a_body_of_another_type_is_not_read(String type, String expected) throws Exception {
    Answer answer =
        send(request("/slips").header("Content-Type", type).POST(BodyPublishers.ofString("{x")));

    assertThat(answer.statusAndProblem()).isEqualTo(expected);
  }

  @Test
  void a_body_without_a_type_is_not_guessed_at() throws Exception {
    assertThat(send(request("/slips").POST(BodyPublishers.ofString("{}"))).statusAndProblem())
        .isEqualTo("415 unsupported-media-type");
  }

  @Test
  void a_compressed_body_is_refused_unread() throws Exception {
    Answer answer =
        send(
            request("/slips")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(new byte[] {0x1f, (byte) 0x8b, 8, 0})));

    assertThat(answer.statusAndProblem()).isEqualTo("415 unsupported-content-encoding");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /slips/0199a000-0000-7000-8000-000000000001 | text/html       | 406 not-acceptable
          /slips/0199a000-0000-7000-8000-000000000001 | nonsense/       | 406 not-acceptable
          /slips/0199a000-0000-7000-8000-000000000002 | text/html       | 404 unknown-slip
          /slips/0199a000-0000-7000-8000-000000000002 | application/xml | 404 unknown-slip
          /nowhere                                    | text/html       | 404 unknown-route
          """)
  void a_client_that_accepts_something_else_still_learns_what_went_wrong(
      String path, String accept, String expected) throws Exception {
    Answer answer = send(request(path).header("Accept", accept).GET());

    assertThat(answer.statusAndProblem()).isEqualTo(expected);
  }

  /** The slip is wrong, too, so that another answer would mean that somebody looked at it. */
  @ParameterizedTest
  @ValueSource(strings = {"text/html", "nonsense/", "application/xml, text/*"})
  void nothing_is_done_for_a_client_that_would_not_accept_the_answer(String accept)
      throws Exception {
    Answer answer =
        send(
            request("/slips")
                .header("Accept", accept)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"customer\": \"a\", \"lines\": []}")));

    assertThat(answer.statusAndProblem()).isEqualTo("406 not-acceptable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json", "text/html, application/*;q=0.5"})
  void something_is_done_for_a_client_that_accepts_the_answer_among_others(String accept)
      throws Exception {
    String slip =
        """
        {"customer": "a", "lines": [{"sku": "b", "quantity": 1}]}""";
    Answer answer =
        send(
            request("/slips")
                .header("Accept", accept)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(slip)));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void a_method_that_is_not_allowed_comes_with_those_that_are() throws Exception {
    assertThat(send(request("/slips").DELETE()).header("Allow")).contains("GET", "POST");
  }

  @Test
  void asking_for_what_is_not_there_fills_no_log(CapturedOutput output) throws Exception {
    assertThat(get("/nowhere").status()).isEqualTo(404);

    assertThat(output.getAll()).doesNotContain("nowhere");
  }

  @Test
  void a_head_request_has_the_status_of_its_get_and_no_body() throws Exception {
    Answer answer = send(request("/nowhere").HEAD());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void even_a_request_line_that_is_none_gets_a_problem() throws Exception {
    try (Wire wire = wire()) {
      assertThat(wire.send("NONSENSE\r\n\r\n").answer().statusAndProblem())
          .isEqualTo("400 bad-request");
    }
  }

  @Test
  void headers_beyond_eight_kilobytes_are_refused() throws Exception {
    try (Wire wire = wire()) {
      wire.send("GET /slips HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(10_000) + "\r\n\r\n");

      assertThat(wire.answer().statusAndProblem()).isEqualTo("400 bad-request");
    }
  }

  @Test
  void a_problem_of_a_service_carries_its_own_members() throws Exception {
    String id = "0199a000-0000-7000-8000-000000000002";
    Answer answer = get("/slips/" + id);

    assertThat(answer.body())
        .isEqualTo(
            """
            {"type":"urn:ensemble:problem:unknown-slip","title":"Unknown slip","status":404,\
            "detail":"There is no slip %1$s.","instance":"/slips/%1$s","slipId":"%1$s"}"""
                .formatted(id));
  }
}
