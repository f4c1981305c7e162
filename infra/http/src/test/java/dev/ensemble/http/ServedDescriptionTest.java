package dev.ensemble.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

class ServedDescriptionTest extends ServerTest {

  @Test
  void it_is_the_same_in_json_and_in_yaml_as_any_reader_of_yaml_has_it() throws Exception {
    Answer json = get("/openapi.json");
    Answer yaml = get("/openapi.yaml");

    assertThat(json.header("Content-Type")).isEqualTo("application/json");
    assertThat(yaml.header("Content-Type")).isEqualTo("application/yaml");
    assertThat(json.json().path("openapi").stringValue()).startsWith("3.1.");
    Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml.body());
    assertThat(JsonMapper.shared().valueToTree(read).toString()).isEqualTo(json.json().toString());
  }

  @Test
  void it_says_the_limit_that_is_in_force() throws Exception {
    String body = "{\"a\": \"" + "a".repeat(70_000) + "\"}";
    int bytesMax = post("/no/such/route", body).json().path("bytesMax").intValue();

    assertThat(
            get("/openapi.json")
                .json()
                .at("/components/schemas/BodyTooLargeProblem/properties/bytesMax/const")
                .intValue())
        .isEqualTo(bytesMax)
        .isPositive();
  }

  @ParameterizedTest
  @CsvSource({"/openapi.json", "/openapi.yaml"})
  void who_has_it_already_is_told_so(String path) throws Exception {
    Answer first = get(path);
    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");

    Answer again = send(request(path).header("If-None-Match", first.header("ETag")).GET());

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(send(request(path).header("If-None-Match", "\"other\"").GET()).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/openapi.json, application/openapi+json, 200",
    "/openapi.json, '*/*', 200",
    "/openapi.yaml, application/openapi+yaml, 200",
    "/openapi.json, application/yaml, 406",
    "/openapi.yaml, text/html, 406"
  })
  void it_comes_in_the_media_type_that_is_asked_for(String path, String accept, int status)
      throws Exception {
    Answer answer = send(request(path).header("Accept", accept).GET());

    assertThat(answer.status()).isEqualTo(status);
    if (accept.contains("openapi")) {
      assertThat(answer.header("Content-Type")).isEqualTo(accept);
    }
  }
}
