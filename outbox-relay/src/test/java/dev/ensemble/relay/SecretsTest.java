package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A secret in a source's URL is never printed, whether the URL is refused or used. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTest {
  private static final String CANARY = "s3cret-canary";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/orders?password=" + CANARY,
        "jdbc:postgresql://db/orders?sslmode=require&password=" + CANARY,
        "jdbc:postgresql://db/orders?user=" + CANARY,
        "jdbc:postgresql://relay:" + CANARY + "@db/orders",
        "jdbc:postgresql://relay:" + CANARY + "@db:5432/orders",
      })
  void credentials_in_the_url_are_refused_by_the_names_of_their_properties(
      String url, CapturedOutput output) {
    assertThatThrownBy(() -> settings(url).check("relay.sources.orders"))
        .hasMessageContaining("set relay.sources.orders.username")
        .hasMessageContaining("relay.sources.orders.password instead")
        .hasMessageNotContaining(CANARY);
    assertThat(output).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db?sslpassword=" + CANARY,
        "jdbc:postgresql://db:port/orders?sslpassword=" + CANARY,
        "jdbc:mysql://db/orders?password=" + CANARY,
      })
  void a_url_that_cannot_be_read_is_refused_without_being_printed(
      String url, CapturedOutput output) {
    assertThatThrownBy(() -> settings(url).check("relay.sources.orders"))
        .hasMessageContaining("relay.sources.orders.url")
        .hasMessageNotContaining(CANARY);
    assertThat(output).doesNotContain(CANARY);
  }

  @Test
  void a_keys_password_in_the_url_reaches_the_driver_but_no_log(CapturedOutput output) {
    OutboxDatabase database = OutboxDatabase.create();
    SourceSettings settings = database.settingsWithParameter("sslpassword=" + CANARY);

    try (RunningSource relay = RunningSource.start(settings).awaitStreaming()) {
      assertThat(relay.hasCrashed()).isFalse();
    } finally {
      database.dropSlot();
    }
    assertThat(settings.parameters()).containsEntry("sslpassword", CANARY);
    assertThat(output)
        .contains("Source test is %s:%s/".formatted(settings.host(), settings.port()))
        .doesNotContain(CANARY);
  }

  private static SourceSettings settings(String url) {
    return new SourceSettings(url, "relay", "", "outbox_orders", "outbox", "messaging.outbox");
  }
}
