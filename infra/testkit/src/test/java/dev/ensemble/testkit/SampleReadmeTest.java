package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever types what the sample's README says has the sample, which the build compiles and tests. */
class SampleReadmeTest {
  private static final String SAMPLE = "infra/sample/";
  private static final Pattern QUOTED_FILE =
      Pattern.compile("^`([^`\n]+)`\n\n```\\w+\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @Test
  void it_quotes_every_file_of_the_sample_as_it_is_and_no_other() {
    SourceTree repository = SourceTree.around(Path.of(""));
    Map<String, String> files = new TreeMap<>();
    repository.files().stream()
        .filter(file -> repository.shortName(file).startsWith(SAMPLE))
        .map(file -> repository.shortName(file).substring(SAMPLE.length()))
        .filter(name -> name.startsWith("src/") || name.equals("pom.xml"))
        .forEach(name -> files.put(name, "" + repository.text(SAMPLE + name)));
    Map<String, String> quoted = new TreeMap<>();
    QUOTED_FILE
        .matcher("" + repository.text(SAMPLE + "README.md"))
        .results()
        .forEach(block -> quoted.put(block.group(1), block.group(2)));

    assertThat(quoted).containsExactlyEntriesOf(files).hasSizeGreaterThan(5);
  }
}
