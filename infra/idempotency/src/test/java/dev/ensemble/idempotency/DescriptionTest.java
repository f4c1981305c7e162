package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.openapi.ApiDescription;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What a service's description says of the key, where the key's life is not the default. */
@TestPropertySource(properties = "ensemble.idempotency.life=36h")
class DescriptionTest extends TillTest {
  @Value("${local.server.port}")
  int port;

  @Test
  void the_life_of_a_key_is_the_one_that_is_configured() {
    JsonNode key = description().at("/components/parameters/IdempotencyKey");

    assertThat(key.path("x-idempotency-key-life").stringValue()).isEqualTo("PT36H");
    assertThat(key.path("description").stringValue())
        .contains("**Life**: 36 hours (`PT36H`)")
        .contains("1 to 255 visible");
  }

  @Test
  void an_operation_with_a_key_says_what_may_come_of_it() {
    JsonNode responses = description().at("/paths/~1sales/post/responses");

    assertThat(responses.at("/400/description").stringValue())
        .contains("`missing-idempotency-key`", "`malformed-idempotency-key`");
    assertThat(responses.at("/409/headers").propertyNames()).containsExactly("Retry-After");
    assertThat(responses.at("/422/description").stringValue()).contains("`idempotency-key-reused`");
    assertThat(responses.at("/201/headers").propertyNames()).containsExactly("Idempotent-Replayed");
  }

  private JsonNode description() {
    return ApiDescription.at(port).document();
  }
}
