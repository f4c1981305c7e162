package dev.ensemble.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The time is set so short that every body is late, and no test needs to wait for one. */
@TestPropertySource(properties = "ensemble.http.body-time-max=1ns")
class DrippingBodyTest extends ServerTest {

  @Test
  void a_body_whose_bytes_keep_coming_but_not_in_time_is_refused() throws Exception {
    assertThat(post("/anything", "[1]").statusAndProblem()).isEqualTo("408 body-too-slow");
  }

  @Test
  void a_request_without_a_body_is_never_late() throws Exception {
    assertThat(get("/cached").status()).isEqualTo(200);
  }
}
