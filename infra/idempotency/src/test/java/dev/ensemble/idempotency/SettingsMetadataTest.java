package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.DescribedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README says of settings is what an editor shows and what is in force. */
class SettingsMetadataTest {

  @Test
  void readme_and_metadata_agree_on_every_setting_and_its_default() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(DescribedSettings.differences(readme, "ensemble.idempotency.")).isEmpty();
  }
}
