package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.openapi.ApiDescription;
import dev.ensemble.testkit.openapi.Bounds;
import dev.ensemble.testkit.openapi.OpenApiLint;
import dev.ensemble.testkit.openapi.ProblemsAtOperations;
import dev.ensemble.testkit.openapi.ProblemsInCode;
import dev.ensemble.testkit.openapi.Routes;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The description that the service serves says what the service does. That real exchanges are as
 * described, all tests show that send any.
 */
class DescriptionTest extends ServiceTest {

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  private ApiDescription description() {
    return ApiDescription.at(port);
  }

  @Test
  void every_route_is_described_and_every_described_route_exists() {
    assertThat(description().routes()).isEqualTo(Routes.of(mapping));
  }

  @Test
  void every_problem_in_the_code_is_described_and_every_described_one_is_in_the_code() {
    assertThat(ProblemsInCode.disagreements(description(), Path.of("src/main/java"))).isEmpty();
  }

  @Test
  void every_operation_has_the_problems_that_are_its_own_or_a_library_s_and_no_more() {
    Path written = Path.of("src/main/resources/openapi.yaml");
    assertThat(ProblemsAtOperations.disagreements(description(), written)).isEmpty();
  }

  @Test
  void a_linter_of_others_finds_nothing() {
    assertThat(OpenApiLint.findings(description().document().toString())).isEmpty();
  }

  @Test
  void every_example_is_as_its_schema_says() {
    assertThat(description().wrongExamples()).isEmpty();
  }

  @Test
  void what_is_inside_a_bound_is_accepted_and_what_is_outside_is_refused() {
    try (Bounds bounds = new Bounds(port)) {
      assertThat(bounds.disagreements()).isEmpty();
      assertThat(bounds.tried()).hasSizeGreaterThan(10);
    }
  }

  @Test
  void who_has_seen_the_stock_as_it_is_is_told_so() {
    String path = "/stock/" + stocked(3);
    String tag = http().get(path).tag();

    assertThat(conditional(path, "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(conditional(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
    assertThat(conditional(path, "If-Match", "\"other\"").status()).isEqualTo(200);
  }

  private Http.Answer conditional(String path, String header, String tag) {
    return http()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header(header, tag));
  }
}
