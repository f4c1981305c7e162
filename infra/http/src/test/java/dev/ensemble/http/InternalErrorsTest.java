package dev.ensemble.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class InternalErrorsTest extends ServerTest {

  @Test
  void an_internal_error_shows_an_id_that_the_log_explains(CapturedOutput output) throws Exception {
    Answer answer = get("/broken");

    assertThat(answer.statusAndProblem()).isEqualTo("500 internal-error");
    assertThat(answer.body()).doesNotContain("secret", "Exception", "dev.ensemble");
    String id = answer.json().path("errorId").asString();
    assertThat(id).hasSize(36);
    assertThat(output)
        .contains("GET /broken failed, error id " + id, "secret internals", "at dev.");
  }

  @Test
  void a_filter_that_fails_is_answered_for_like_a_controller(CapturedOutput output)
      throws Exception {
    Answer answer = get("/door/stumbles");

    assertThat(answer.statusAndProblem()).isEqualTo("500 internal-error");
    assertThat(answer.body()).doesNotContain("secret", "Exception");
    assertThat(output).containsOnlyOnce("secret stairs");
    assertThat(get("/door/refuses").statusAndProblem()).isEqualTo("409 door-shut");
  }

  @Test
  void a_refusal_leaves_no_trace_in_the_log(CapturedOutput output) throws Exception {
    Answer answer = post("/slips", "{");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(output.getAll()).doesNotContain("HttpMessageNotReadableException", "WARN", "ERROR");
  }

  @Test
  void half_an_answer_breaks_off_and_never_looks_whole() {
    assertThatThrownBy(() -> get("/half")).isInstanceOf(IOException.class);
  }

  @Test
  void an_answer_is_not_kept_by_caches_unless_a_controller_says_so() throws Exception {
    assertThat(post("/deaf", "{}").header("Cache-Control")).isEqualTo("no-store");
    assertThat(get("/cached").header("Cache-Control")).isEqualTo("max-age=60");
  }
}
