package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Whoever types what the sample's README says has the sample, which the build compiles and tests.
 */
class SampleReadmeTest {
  private static final String SAMPLE = "infra/sample/";
  private static final String TEST = SAMPLE + "src/test/java/com/example/loyalty/LoyaltyTest.java";
  private static final SourceTree REPOSITORY = SourceTree.around(Path.of(""));

  private static final Pattern QUOTED_FILE =
      Pattern.compile("^`([^`\n]+)`\n\n```\\w+\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @Test
  void it_quotes_every_file_of_the_sample_as_it_is_and_no_other() {
    Map<String, String> files = new TreeMap<>();
    REPOSITORY.files().stream()
        .filter(file -> REPOSITORY.shortName(file).startsWith(SAMPLE))
        .map(file -> REPOSITORY.shortName(file).substring(SAMPLE.length()))
        .filter(name -> name.startsWith("src/") || name.equals("pom.xml"))
        .forEach(name -> files.put(name, "" + REPOSITORY.text(SAMPLE + name)));
    Map<String, String> quoted = new TreeMap<>();
    QUOTED_FILE
        .matcher("" + REPOSITORY.text(SAMPLE + "README.md"))
        .results()
        .forEach(block -> quoted.put(block.group(1), block.group(2)));

    assertThat(quoted).containsExactlyEntriesOf(files).hasSizeGreaterThan(5);
  }

  @Test
  void the_test_kits_example_of_a_drill_is_the_samples() {
    String readme = "" + REPOSITORY.text("infra/testkit/README.md");
    int begin = readme.indexOf("```java\n", readme.indexOf("\n## Drills for a consumer")) + 8;
    String example = readme.substring(begin, readme.indexOf("\n```", begin));
    List<String> lines = example.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    List<String> test = ("" + REPOSITORY.text(TEST)).lines().map(String::strip).toList();

    assertThat(lines).hasSizeGreaterThan(10);
    assertThat(test).containsSubsequence(lines);
  }
}
