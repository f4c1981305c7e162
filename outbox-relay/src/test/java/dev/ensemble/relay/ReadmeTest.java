package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Promises;
import dev.ensemble.testkit.SourceTree;
import dev.ensemble.testkit.TidyRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private final SourceTree tree = SourceTree.at(Path.of("").toAbsolutePath());

  @Test
  void every_promise_names_a_test_that_exists() throws IOException {
    for (String page : new String[] {"README.md", "PITFALLS.md"}) {
      assertThat(Promises.broken(Files.readString(Path.of(page)), tree)).as(page).isEmpty();
    }
  }

  @Test
  void the_room_is_tidy() {
    TidyRules.all()
        .forEach((rule, violations) -> assertThat(violations.apply(tree)).as(rule).isEmpty());
  }
}
