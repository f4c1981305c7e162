package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TidyRulesTest {
  private static final String MAIN = "shop/src/main/java/shop/";
  private static final String TEST = "shop/src/test/java/shop/";
  private static final String ROOM = MAIN + "package-info.java";

  @TempDir Path root;

  static Stream<Arguments> guilty() {
    return Stream.of(
        guilty("a file is short", MAIN + "Long.java", "class Long {" + "\n".repeat(300) + "}"),
        guilty("a line is short", MAIN + "Wide.java", "class Wide {} // " + "x".repeat(90)),
        guilty(
            "a line is short",
            MAIN + "Wide.java",
            "class Wide { String s =\n    f(\"%s\"); }".formatted("x".repeat(100))),
        guilty("nothing is left open", "shop/notes.sql", "-- TO" + "DO: an index"),
        guilty("a link leads somewhere", "shop/README.md", "See [the till](docs/till.md#keys)."),
        guilty("every room says what it is for", MAIN + "till/Till.java", "class Till {}"),
        guilty("every room says what it is for", ROOM, "/** A shop. */\npackage shop;"),
        guilty("every room says what it is for", ROOM, "@NullMarked package shop;"),
        guilty(
            "every room says what it is for",
            ROOM,
            "/** One. Two. Three. Four. */\n@NullMarked package shop;"),
        guilty(
            "a method fits one screen",
            MAIN + "Till.java",
            "class Till { void ring() {" + "\n".repeat(70) + "} }"),
        guilty(
            "a name says what a thing is",
            MAIN + "Till.java",
            "class Till { record TillImpl() {} }"),
        guilty(
            "a test steps and never sleeps",
            TEST + "TillTest.java",
            "class TillTest { void waits() throws Exception { Thread.sleep(1); } }"),
        guilty(
            "a test steps and never sleeps",
            TEST + "TillTest.java",
            "class TillTest { void waits() throws Exception { TimeUnit.SECONDS.sleep(1); } }"),
        guilty(
            "a test mocks nothing",
            TEST + "TillTest.java",
            "import static org.mockito.Mockito.mock;\nclass TillTest {}"),
        guilty(
            "a class of tests is named so that it runs",
            TEST + "TillChecks.java",
            "class TillChecks { @Test void rings() {} }"),
        guilty(
            "a switch over our own types has no default",
            MAIN + "Till.java",
            """
            sealed interface Till {
              record Open() implements Till {}
              record Shut() implements Till {}
              static int drawers(Till till) {
                return switch (till) { case Till.Open open -> 1; default -> 0; };
              }
            }
            """),
        guilty(
            "a switch over our own types has no default",
            MAIN + "Till.java",
            """
            enum Till {
              OPEN, SHUT;
              void ring() {
                switch (this) { case OPEN: break; default: throw new IllegalStateException(); }
              }
            }
            """));
  }

  private static Arguments guilty(String rule, String file, String text) {
    return Arguments.of(rule, file, text);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("guilty")
  void every_rule_convicts_its_guilty_file_and_no_other_rule_does(
      String rule, String file, String text) throws IOException {
    anInnocentShop();
    write(file, text);

    assertThat(brokenRules()).containsExactly(rule);
  }

  @Test
  void the_innocent_are_left_alone() throws IOException {
    anInnocentShop();

    assertThat(brokenRules()).isEmpty();
  }

  @Test
  void what_builds_and_runs_leave_behind_is_nobodys_writing() throws IOException {
    anInnocentShop();
    write("shop/target/generated/TillImpl.java", "class TillImpl {" + "\n".repeat(300) + "}");
    write(".local/data/notes.sql", "-- FIX" + "ME");

    assertThat(brokenRules()).isEmpty();
  }

  private List<String> brokenRules() {
    SourceTree tree = SourceTree.at(root);
    return TidyRules.all().entrySet().stream()
        .filter(rule -> !rule.getValue().apply(tree).isEmpty())
        .map(rule -> rule.getKey())
        .toList();
  }

  /** It goes to the edge of each rule: strings, foreign types, a loop's own pause, long imports. */
  private void anInnocentShop() throws IOException {
    write(
        ROOM,
        """
        /** Where goods change hands. Nothing here knows {@code shop.till.v1}. See the till! */
        @NullMarked
        package shop;
        """);
    write(
        MAIN + "Event.java",
        "import shop.%s;\nclass Event {}%s".formatted("a".repeat(100), "\n".repeat(298)));
    write(
        MAIN + "Pause.java",
        """
        class Pause {
          void pause(Object given) throws Exception {
            Thread.sleep(1);
            switch (given) { case String s -> {} default -> {} }
            switch ("OPEN") { case "OPEN" -> {} default -> {} }
          }
        }
        """);
    write(
        "shop/README.md",
        "[a](pom.xml#x) [b](#c) [d](https://example.org/e) ![f](../shop/pom.xml)");
    write("shop/pom.xml", "<project/>");
    write(
        MAIN + "Said.java",
        """
        class Said {
          String whole =
              "%1$s \\" %1$s";
          String block =
              \"""
              %1$s
              %1$s \""";
        }
        """
            .formatted("x".repeat(100)));
    write(TEST + "HelperTest.java", "class HelperTest { String s = \"Thread.sleep(1)\"; }");
    write(TEST + "Harness.java", "abstract class Harness { @Test void inherited() {} }");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
