package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.testkit.TestDatabase;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A {@code main} that lacks the line with the commands does not serve where one was given. */
@ExtendWith(OutputCaptureExtension.class)
class UnheardCommandTest {
  private static final String ALLOWED = "ensemble.messaging.admin.refuse-unheard-commands=false";

  private final TestDatabase database = TestDatabase.create("shop");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parked list",
        "redrive --all --reason=x",
        "discard --all --reason=x",
        "park --id=x --reason=x",
        "inbox status",
        "--json inbox status"
      })
  void a_command_that_nobody_carries_out_starts_nothing(String command, CapturedOutput output) {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> serve(command.split(" ", -1)).close());

    assertThat(output.getAll())
        .contains("APPLICATION FAILED TO START", "would serve instead", "runIfMeant", ALLOWED)
        .doesNotContain("\tat dev.ensemble");
    assertThat(database.rows()).as("nothing was migrated").isEmpty();
  }

  @Test
  void other_words_are_the_applications_own() {
    serve("reindex", "parked").close();
  }

  @Test
  void a_command_may_be_the_applications_own_word_where_it_says_so() {
    serve("inbox", "--" + ALLOWED).close();
  }

  private ConfigurableApplicationContext serve(String... words) {
    Stream<String> settings =
        Shop.settings(database).entrySet().stream()
            .map(one -> "--" + one.getKey() + "=" + one.getValue());
    SpringApplication application = new SpringApplication(Shop.Application.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    return application.run(Stream.concat(Arrays.stream(words), settings).toArray(String[]::new));
  }
}
