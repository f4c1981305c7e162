package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.testkit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An application that is set up wrongly says so in a paragraph, not in a stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          messaging.source | unset | ensemble.messaging.source must be set | configuration
          messaging.inbox.atempts-max | 3 | ensemble.messaging.inbox.atempts-max | configuration
          messaging.window | PT1H | ensemble.messaging.window must be from PT24H | configuration
          messaging.database.relay-role | nobody | the relay's role "nobody" does not exist | Create it with LOGIN REPLICATION
          messaging.database.app-role | nobody | the application's role "nobody" does not exist | Create it, or name another one
          messaging.parking-facts.topic | thing.events | This consumer reads the topic | Review the value of the property
          messaging.inbox.auto-start | true | bootstrap-servers must be set | Set it to a broker's host:port
          """)
  void a_setting_that_is_wrong_is_named_with_what_to_do(
      String setting, String value, String sentence, String action, CapturedOutput output) {
    fails(Map.of("ensemble." + setting, value), output, sentence, action);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spring.flyway.user | nobody | role "nobody" does not exist | Check spring.flyway.user
          spring.flyway.user | unset | permission denied for database | needs CREATE on the database
          """)
  void a_database_that_refuses_is_quoted_with_what_to_do(
      String setting, String value, String sentence, String action, CapturedOutput output) {
    fails(Map.of(setting, value), output, sentence, action);
  }

  private static void fails(
      Map<String, String> settings, CapturedOutput output, String sentence, String action) {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> Shop.open(TestDatabase.create("shop"), settings));
    assertThat(output.getAll())
        .contains("APPLICATION FAILED TO START", sentence)
        .doesNotContain("\tat dev.ensemble");
    String advice = output.getAll().substring(output.getAll().indexOf("Action:"));
    assertThat(advice).contains(action);
  }
}
