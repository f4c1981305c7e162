package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the whole repository, all modules of it, to the rules of writing. */
class TidyTest {
  private static final SourceTree REPOSITORY = SourceTree.around(Path.of(""));

  static Stream<Arguments> rules() {
    return TidyRules.all().entrySet().stream()
        .map(rule -> Arguments.of(rule.getKey(), rule.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void the_house_is_tidy(String rule, Function<SourceTree, List<String>> violations) {
    assertThat(violations.apply(REPOSITORY)).as(rule).isEmpty();
  }

  @Test
  void the_whole_house_is_looked_at() {
    assertThat(REPOSITORY.javaSources())
        .extracting(JavaSource::name)
        .contains(
            "infra/testkit/src/test/java/dev/ensemble/testkit/TidyTest.java",
            "infra/messaging/src/main/java/dev/ensemble/messaging/Outbox.java",
            "order-service/src/main/java/dev/ensemble/order/OrderServiceApplication.java",
            "outbox-relay/src/main/java/dev/ensemble/relay/RelayApplication.java");
  }

  @Test
  void every_promise_of_the_readme_names_a_test_that_runs() {
    String readme = REPOSITORY.text("README.md");
    if (readme != null) {
      assertThat(Promises.broken(readme, REPOSITORY)).isEmpty();
    }
    if (readme != null && readme.contains("## Promises")) {
      assertThat(Promises.rows(readme)).as("rows below the heading").isNotEmpty();
    }
  }
}
