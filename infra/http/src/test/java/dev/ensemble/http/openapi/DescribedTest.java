package dev.ensemble.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How the parts of a description become one. */
class DescribedTest {
  private static final String SERVICE =
      """
      openapi: 3.1.1
      info: {title: Tills, version: 1.0.0, description: Sells.}
      paths:
        /sales:
          parameters:
            - $ref: "#/components/parameters/Key"
          post:
            requestBody: {content: {}}
            responses:
              "201": {description: Sold.}
            x-problems: [sold-out]
          get:
            parameters:
              - {name: limit, in: query, schema: {type: integer}}
            responses:
              "200": {description: All.}
      x-problems:
        sold-out: {status: 409, retry: new-key, meaning: Gone., members: {left: {const: 0}}}
      """;

  private static final DescriptionPart LIBRARY =
      part("""
          components:
            parameters:
              Key: {name: Key, in: header, schema: {type: string}}
          x-replays: {parameter: Key, header: Replayed}
          x-problems:
            broken: {of: every operation, status: 500, retry: same, meaning: "Within ${time}."}
            no-body: {of: body, status: 400, retry: corrected, meaning: Empty.}
            no-key: {of: Key, status: 400, retry: corrected, meaning: Without., headers: [Hint]}
            nowhere: {of: outside, status: 404, retry: never, meaning: No such path.}
          """)
          .with("time", "PT5S");

  @Test
  void an_operation_has_its_own_problems_and_those_that_its_body_and_parameters_bring() {
    ObjectNode whole = Described.whole(part(SERVICE), List.of(LIBRARY));

    assertThat(types(whole, "post", "400")).containsExactly("NoBodyProblem", "NoKeyProblem");
    assertThat(types(whole, "post", "409")).containsExactly("SoldOutProblem");
    assertThat(types(whole, "post", "500")).containsExactly("BrokenProblem");
    assertThat(whole.at("/paths/~1sales/get/responses/409").isMissingNode()).isTrue();
    assertThat(types(whole, "get", "400")).containsExactly("NoKeyProblem");
    assertThat(whole.at("/paths/~1sales/get/responses").propertyNames())
        .containsExactlyInAnyOrder("200", "400", "500");
  }

  @Test
  void a_problem_that_no_operation_has_is_in_the_catalogue_alone() {
    ObjectNode whole = Described.whole(part(SERVICE), List.of(LIBRARY));

    assertThat(whole.at("/x-problems/nowhere/type").stringValue())
        .isEqualTo("urn:ensemble:problem:nowhere");
    assertThat(whole.at("/components/schemas").propertyNames())
        .containsExactlyInAnyOrder(
            "SoldOutProblem", "BrokenProblem", "NoBodyProblem", "NoKeyProblem");
    assertThat(whole.at("/info/description").stringValue())
        .startsWith("Sells.")
        .contains("| `nowhere` | 404 | No such path. | no |");
  }

  @Test
  void the_catalogue_says_what_becomes_of_the_same_request_with_a_key_and_without() {
    String stored = SERVICE.replace("meaning: Gone.,", "meaning: Gone., again: 'no, not today',");

    assertThat(text(SERVICE))
        .contains("another attempt needs another key; where there is none, yes: nothing is stored");
    assertThat(text(stored)).contains("| `sold-out` | 409 | Gone. | no, not today |");
  }

  @Test
  void a_time_stands_in_the_text_in_words_too() {
    assertThat(words("PT24H")).isEqualTo("24 hours");
    assertThat(words("PT1M30S")).isEqualTo("1 minute 30 seconds");
    assertThat(words("PT1.5S")).isEqualTo("1 second 500 milliseconds");
    assertThat(words("PT0S")).isEqualTo("0 seconds");
  }

  @Test
  void what_is_stored_may_be_a_replay_and_what_is_not_stored_may_not() {
    JsonNode responses =
        Described.whole(part(SERVICE), List.of(LIBRARY)).at("/paths/~1sales/post/responses");

    assertThat(responses.at("/201/headers").propertyNames()).containsExactly("Replayed");
    assertThat(responses.at("/409/headers").propertyNames()).containsExactly("Replayed");
    assertThat(responses.at("/400/headers").propertyNames()).containsExactly("Hint");
  }

  @Test
  void a_problem_s_schema_has_its_type_its_status_and_its_members() {
    JsonNode schema =
        Described.whole(part(SERVICE), List.of(LIBRARY)).at("/components/schemas/SoldOutProblem");

    assertThat(schema.at("/properties/type/const").stringValue())
        .isEqualTo("urn:ensemble:problem:sold-out");
    assertThat(schema.at("/properties/title/const").stringValue()).isEqualTo("Sold out");
    assertThat(schema.at("/properties/status/const").intValue()).isEqualTo(409);
    assertThat(schema.path("required").valueStream().map(JsonNode::stringValue))
        .containsExactly("type", "title", "status", "detail", "left");
  }

  @Test
  void a_value_of_a_setting_stands_in_the_text() {
    assertThat(
            Described.whole(part(SERVICE), List.of(LIBRARY))
                .at("/x-problems/broken/meaning")
                .stringValue())
        .isEqualTo("Within PT5S.");
  }

  @Test
  void what_is_missing_or_contradicts_is_a_mistake() {
    DescriptionPart mute = part(LIBRARY.yaml());
    assertThatThrownBy(() -> Described.whole(part(SERVICE), List.of(mute)))
        .hasMessage("Nothing says what ${time} is");
    assertThatThrownBy(() -> Described.whole(part(SERVICE), List.of(part("openapi: 3.1.0"))))
        .hasMessage("Two parts of the description say what /openapi is");
    assertThatThrownBy(
            () -> Described.whole(part(SERVICE.replace("[sold-out]", "[lost]")), List.of(LIBRARY)))
        .hasMessage("post /sales names a problem nobody knows: lost");
    assertThatThrownBy(
            () -> Described.whole(part(SERVICE.replace("new-key", "maybe")), List.of(LIBRARY)))
        .hasMessageContaining("sold-out: retry is one of");
  }

  @Test
  void an_answer_or_a_schema_that_the_problems_make_is_not_written_by_hand_as_well() {
    String twice =
        SERVICE.replace("{description: Sold.}", "{description: Sold.}\n        \"409\": {}");
    assertThatThrownBy(() -> Described.whole(part(twice), List.of(LIBRARY)))
        .hasMessage("post /sales: 409 is made of the problems, and was written, too");

    DescriptionPart schema = part("components: {schemas: {SoldOutProblem: {type: object}}}");
    assertThatThrownBy(() -> Described.whole(part(SERVICE), List.of(LIBRARY, schema)))
        .hasMessage("the schemas: SoldOutProblem is made of the problems, and was written, too");
  }

  @Test
  void decimals_and_what_only_looks_like_another_type_stay_as_they_are_in_yaml() {
    String text = "a: 0.01\nb: 2026-11-21\n'on': 999999999999.99\nd: 'no'\ne: 012\n";
    ObjectNode tree = YamlText.read(text);

    assertThat(tree.toString())
        .isEqualTo(
            "{\"a\":0.01,\"b\":\"2026-11-21\",\"on\":999999999999.99,\"d\":\"no\",\"e\":\"012\"}");
    assertThat(YamlText.read(YamlText.write(tree))).isEqualTo(tree);
    assertThat(YamlText.write(tree)).contains("'on': 999999999999.99", "d: 'no'", "'2026-11-21'");
  }

  private static DescriptionPart part(String yaml) {
    return new DescriptionPart(yaml, Map.of());
  }

  private static String text(String service) {
    return Described.whole(part(service), List.of(LIBRARY)).at("/info/description").stringValue();
  }

  private static @Nullable String words(String time) {
    return part("").withTime("life", Duration.parse(time)).values().get("life-in-words");
  }

  private static List<String> types(JsonNode whole, String method, String status) {
    JsonNode schema =
        whole
            .at("/paths/~1sales/" + method + "/responses/" + status)
            .at("/content/application~1problem+json/schema");
    return (schema.has("oneOf") ? schema.path("oneOf").valueStream() : Stream.of(schema))
        .map(one -> one.path("$ref").stringValue().replaceAll(".*/", ""))
        .toList();
  }
}
