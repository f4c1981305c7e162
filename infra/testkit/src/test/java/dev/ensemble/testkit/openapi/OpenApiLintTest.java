package dev.ensemble.testkit.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiLintTest {
  private static final String SOUND = ExchangeRulesTest.DESCRIPTION;

  @Test
  void a_sound_document_has_no_findings() {
    assertThat(OpenApiLint.findings(SOUND)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"description\": \"Sold.\", | '' | missing a description",
        "#/components/schemas/Sale\" | #/components/schemas/Sail\" | must refer to a valid",
        "/sales/{id} | /sales/{key} | path variable",
        "\"version\": \"1\", | '' | missing a version"
      })
  void a_broken_one_has(String sound, String broken, String finding) {
    String document = SOUND.replace(sound, broken);
    assertThat(document).isNotEqualTo(SOUND);

    assertThat(OpenApiLint.findings(document)).anyMatch(it -> it.contains(finding));
  }

  @Test
  void an_example_that_is_not_as_its_schema_says_is_found() {
    String wrong = SOUND.replace("\"minimum\": 0", "\"minimum\": 0, \"examples\": [1, -1]");

    assertThat(ApiDescription.of(wrong).wrongExamples()).hasSize(1);
    assertThat(ApiDescription.of(SOUND).wrongExamples()).isEmpty();
  }
}
