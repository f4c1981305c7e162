package dev.ensemble.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Who asks for an answer's bytes beforehand has those that a client would read. */
class HttpJsonTest extends ServerTest {
  private static final String ID = "00000000-0000-0000-0000-000000000002";

  @Autowired private HttpJson json;

  @Test
  void a_problem_s_bytes_are_those_that_are_sent() throws Exception {
    Answer sent = get("/slips/" + ID);

    ResponseEntity<byte[]> beforehand =
        json.problem(
            new ProblemException(
                    HttpStatus.NOT_FOUND, "unknown-slip", "There is no slip " + ID + ".")
                .with("slipId", ID),
            "/slips/" + ID);

    assertThat(beforehand.getBody()).asString(UTF_8).isEqualTo(sent.body());
    assertThat(beforehand.getStatusCode().value()).isEqualTo(sent.status());
    assertThat(beforehand.getHeaders().toSingleValueMap())
        .containsEntry("Content-Type", sent.header("Content-Type"));
  }

  @Test
  void a_problem_keeps_its_headers() {
    ProblemException refusal =
        new ProblemException(HttpStatus.CONFLICT, "busy", "Later.")
            .retryAfter(Duration.ofSeconds(3));

    assertThat(json.problem(refusal, "/").getHeaders().toSingleValueMap())
        .containsEntry("Retry-After", "3");
  }

  @Test
  void a_body_s_bytes_are_those_that_a_controller_would_send() throws Exception {
    Desk.Slip slip =
        new Desk.Slip(
            "ada",
            List.of(new Desk.Line("tea", 1)),
            new BigDecimal("1E+2"),
            Duration.ofSeconds(3),
            null);
    String bytes = new String(json.write(slip), UTF_8);

    assertThat(post("/slips", bytes).body()).isEqualTo(bytes);
    assertThat(json.tree(slip).path("customer").asString()).isEqualTo("ada");
  }
}
