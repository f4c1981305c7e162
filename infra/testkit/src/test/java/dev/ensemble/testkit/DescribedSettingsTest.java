package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** Against metadata that stands among the tests' resources, as a processor writes it. */
class DescribedSettingsTest {
  private static final String README =
      """
      # Kit

      ## Settings (`kit.`)

      | property | default | |
      | --- | --- | --- |
      | `place` | required to stay | |
      | `pause`, `patience` | 1d, `10s` | |
      | `properties.*` | | |
      | `role` | `spring.datasource.username` | |

      ## More

      | `other` | 3 | |
      """;

  @Test
  void what_agrees_is_not_mentioned() {
    assertThat(DescribedSettings.differences(README, "kit.")).isEmpty();
  }

  @Test
  void what_differs_is_named() {
    String wrong = README.replace("`place`", "`palce`").replace("`10s`", "`11s`");
    assertThat(DescribedSettings.differences(wrong, "kit."))
        .containsExactly(
            "palce is in the README alone",
            "patience is 11s in the README and PT10S in the metadata",
            "place is not in the README");
  }

  @Test
  void a_setting_without_a_description_is_named() {
    String readme = "\n## Settings\n\n| `silent` | `true` | |\n";
    assertThat(DescribedSettings.differences(readme, "bare."))
        .containsExactly("silent has no description");
  }

  @Test
  void where_there_is_nothing_to_compare_it_fails() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DescribedSettings.differences("# Kit", "kit."));
    assertThatIllegalStateException()
        .isThrownBy(() -> DescribedSettings.differences(README, "nobody."));
  }
}
