package dev.ensemble.testkit.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsAtOperationsTest {
  private static final String WRITTEN =
      """
      paths:
        /sales:
          parameters:
            - {name: limit, in: query, schema: {maximum: ${till.limit}}}
          get:
            parameters:
              - $ref: "#/components/parameters/Key"
            x-problems: [gone]
      """;

  private static final String SERVED =
      """
      {"paths": {"/sales": {"get": {"responses": {
         "200": {"description": "All."},
         "400": {"content": {"application/problem+json": {"schema": {"oneOf": [
           {"$ref": "#/components/schemas/Bad"}, {"$ref": "#/components/schemas/NoKey"}]}}}},
         "404": {"content": {"application/problem+json": {"schema": {
           "$ref": "#/components/schemas/Gone"}}}}}}}},
       "components": {"schemas": {
         "Bad": {"properties": {"type": {"const": "p:bad"}, "status": {"const": 400}}},
         "NoKey": {"properties": {"type": {"const": "p:no-key"}, "status": {"const": 400}}},
         "Gone": {"properties": {"type": {"const": "p:gone"}, "status": {"const": 404}}}}},
       "x-problems": {
         "bad": {"type": "p:bad", "status": 400, "of": "every operation"},
         "no-key": {"type": "p:no-key", "status": 400, "of": "Key"},
         "no-body": {"type": "p:no-body", "status": 400, "of": "body"},
         "gone-for-good": {"type": "p:gone", "status": 410},
         "gone": {"type": "p:gone", "status": 404}}}
      """;

  @Test
  void an_operation_with_its_own_problems_and_those_that_come_along_is_well() {
    assertThat(found(SERVED, WRITTEN)).isEmpty();
  }

  @Test
  void a_problem_too_many_and_one_too_few_are_found() {
    assertThat(found(SERVED, WRITTEN.replace("x-problems: [gone]", "")))
        .containsExactly("GET /sales has [bad, gone, no-key], and should have [bad, no-key]");
    assertThat(found(SERVED, WRITTEN.replace("[gone]", "[gone, gone-for-good]"))).hasSize(1);
    assertThat(found(SERVED, WRITTEN.replace("parameters/Key", "parameters/Id"))).hasSize(1);
    assertThat(found(SERVED, WRITTEN + "      requestBody: {}\n"))
        .containsExactly(
            "GET /sales has [bad, gone, no-key], and should have [bad, gone, no-body, no-key]");
    assertThat(found(SERVED.replace("schemas/Bad", "schemas/Gone"), WRITTEN)).hasSize(1);
  }

  private static List<String> found(String served, String written) {
    return ProblemsAtOperations.disagreements(ApiDescription.of(served), written);
  }
}
