package dev.ensemble.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The promises of a README: the rows of its tables whose last column names tests, each in backticks
 * as {@code ClassName.method_name}. A promise that no test holds is a wish.
 */
public final class Promises {
  private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+\\.\\w+)`");

  /** As any page may name it, in a table or in a sentence. */
  private static final Pattern ANY_TEST = Pattern.compile("`(\\w+(?:Test|IT)\\.\\w+)`");

  /** A header and the line below it: what follows in the table is rows. */
  private static final int HEAD_LINES = 2;

  private Promises() {}

  /**
   * Looks up every test that the README's tables name.
   *
   * @return a sentence per row that names no test in a table where others do, and per named test
   *     that does not exist in the tree or is switched off
   */
  public static List<String> broken(String readme, SourceTree tree) {
    Set<String> tests = TestMethods.of(tree);
    List<String> broken = new ArrayList<>();
    for (String row : rows(readme)) {
      List<String> named = testsNamedIn(row);
      if (named.isEmpty()) {
        broken.add("no test is named for: " + row);
      }
      named.stream()
          .filter(test -> !tests.contains(test))
          .forEach(test -> broken.add("no such test: %s, named for: %s".formatted(test, row)));
    }
    return broken;
  }

  /** What the tree's pages name as a test, and is none or is switched off. */
  static List<String> unknown(SourceTree tree) {
    Set<String> tests = TestMethods.of(tree);
    List<String> unknown = new ArrayList<>();
    for (Path page : tree.files()) {
      if (SourceTree.nameOf(page).endsWith(".md")) {
        ANY_TEST
            .matcher(SourceTree.textOf(page))
            .results()
            .map((MatchResult named) -> named.group(1))
            .filter(test -> !tests.contains(test))
            .forEach(test -> unknown.add("%s: no %s".formatted(tree.shortName(page), test)));
      }
    }
    return unknown;
  }

  /** All rows of those tables in which at least one row names a test. */
  static List<String> rows(String readme) {
    List<String> promises = new ArrayList<>();
    List<String> table = new ArrayList<>();
    for (String line : (readme + "\n\n").lines().map(String::strip).toList()) {
      if (line.startsWith("|")) {
        table.add(line);
        continue;
      }
      List<String> rows = table.subList(Math.min(HEAD_LINES, table.size()), table.size());
      if (rows.stream().anyMatch(row -> !testsNamedIn(row).isEmpty())) {
        promises.addAll(rows);
      }
      table.clear();
    }
    return promises;
  }

  private static List<String> testsNamedIn(String row) {
    String open = row.endsWith("|") ? row.substring(0, row.length() - 1) : row;
    String lastCell = open.substring(open.lastIndexOf('|') + 1);
    return NAMED_TEST.matcher(lastCell).results().map((MatchResult r) -> r.group(1)).toList();
  }
}
