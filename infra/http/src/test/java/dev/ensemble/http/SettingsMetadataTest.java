package dev.ensemble.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.DescribedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the README says of settings is what an editor shows and what is in force. */
class SettingsMetadataTest {

  @EnableConfigurationProperties(HttpSettings.class)
  static class Settings {}

  @Test
  void a_name_that_is_not_known_is_refused() {
    new ApplicationContextRunner()
        .withUserConfiguration(Settings.class)
        .withPropertyValues("ensemble.http.body-byte-max=1KB")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("ensemble.http.body-byte-max"));
  }

  @Test
  void readme_and_metadata_agree_on_every_setting_and_its_default() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(DescribedSettings.differences(readme, "ensemble.http.")).isEmpty();
  }
}
