package dev.ensemble.testkit;

import static dev.ensemble.testkit.SourceTree.nameOf;
import static dev.ensemble.testkit.SourceTree.textOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The house's rules of writing, as functions from a source tree to its violations, each a place and
 * what is wrong there. What a formatter or a compiler can hold is not here.
 */
public final class TidyRules {
  private static final int FILE_LINES_MAX = 300;

  /** A test class is a table of cases about one thing, and splits less well than what it tests. */
  private static final int TEST_FILE_LINES_MAX = 350;

  private static final int LINE_CHARACTERS_MAX = 100;
  private static final int ROOM_SENTENCES_MAX = 3;

  /** Spelled in halves, so that this line is no finding of its own. */
  private static final Pattern LEFT_OPEN = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");

  private static final Set<String> HAND_WRITTEN =
      Set.of("java", "sql", "xml", "yaml", "yml", "properties", "sh", "md", "json");

  /** A line with one string and nothing else but what joins it to its neighbours. */
  private static final Pattern ONE_STRING =
      Pattern.compile("[\\s(+]*\"(?:[^\"\\\\]|\\\\.)*\"[\\s+),;]*");

  /** A Markdown link to a file, without its anchor; the first part ends a scheme's name. */
  private static final Pattern LINK = Pattern.compile("\\]\\((?![a-z]+:|#)([^)#\\s]+)[^)]*\\)");

  private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s|$)");

  private TidyRules() {}

  /** The rules by name. */
  public static Map<String, Function<SourceTree, List<String>>> all() {
    Map<String, Function<SourceTree, List<String>>> rules = new LinkedHashMap<>();
    rules.put("a file is short", TidyRules::longFiles);
    rules.put("a line is short", TidyRules::longLines);
    rules.put("nothing is left open", TidyRules::leftOpen);
    rules.put("a link leads somewhere", TidyRules::deadLinks);
    rules.put("a test that a page names is there", Promises::unknown);
    rules.put("every room says what it is for", TidyRules::silentRooms);
    rules.putAll(SyntaxRules.all());
    return rules;
  }

  private static List<String> longFiles(SourceTree tree) {
    return tree.javaSources().stream()
        .filter(
            source ->
                source.lines().size()
                    > (source.name().contains("src/test/") ? TEST_FILE_LINES_MAX : FILE_LINES_MAX))
        .map(source -> "%s: %d lines".formatted(source.name(), source.lines().size()))
        .toList();
  }

  /**
   * An import cannot be wrapped, and what stands in quotes may stay whole: a message that is cut in
   * two is not found by whoever searches for what the log said.
   */
  private static List<String> longLines(SourceTree tree) {
    List<String> found = new ArrayList<>();
    for (JavaSource source : tree.javaSources()) {
      List<String> lines = source.lines();
      Set<Integer> textBlocks = source.linesOfTextBlocks();
      IntStream.range(0, lines.size())
          .filter(i -> lines.get(i).codePointCount(0, lines.get(i).length()) > LINE_CHARACTERS_MAX)
          .filter(i -> !lines.get(i).startsWith("import "))
          .filter(i -> !ONE_STRING.matcher(lines.get(i)).matches() && !textBlocks.contains(i + 1))
          .forEach(i -> found.add("%s:%d: too long".formatted(source.name(), i + 1)));
    }
    return found;
  }

  private static List<String> leftOpen(SourceTree tree) {
    List<String> found = new ArrayList<>();
    for (Path file : tree.files()) {
      String name = nameOf(file);
      if (!HAND_WRITTEN.contains(name.substring(name.lastIndexOf('.') + 1))) {
        continue;
      }
      List<String> lines = textOf(file).lines().toList();
      IntStream.range(0, lines.size())
          .filter(i -> LEFT_OPEN.matcher(lines.get(i)).find())
          .forEach(i -> found.add("%s:%d: left open".formatted(tree.shortName(file), i + 1)));
    }
    return found;
  }

  /** Links between files of the tree; anchors and the rest of the world are not looked at. */
  private static List<String> deadLinks(SourceTree tree) {
    List<String> found = new ArrayList<>();
    for (Path page : tree.files()) {
      if (nameOf(page).endsWith(".md")) {
        LINK.matcher(textOf(page))
            .results()
            .map(link -> link.group(1))
            .filter(target -> !Files.exists(page.resolveSibling(target)))
            .forEach(target -> found.add("%s: no %s".formatted(tree.shortName(page), target)));
      }
    }
    return found;
  }

  private static List<String> silentRooms(SourceTree tree) {
    Map<String, List<JavaSource>> rooms = new LinkedHashMap<>();
    tree.javaSources().stream()
        .filter(JavaSource::isMain)
        .forEach(s -> rooms.computeIfAbsent(s.folder(), folder -> new ArrayList<>()).add(s));
    List<String> found = new ArrayList<>();
    rooms.forEach(
        (folder, sources) ->
            sources.stream()
                .filter(source -> source.fileName().equals("package-info.java"))
                .findFirst()
                .ifPresentOrElse(
                    info -> wrongWith(info.text()).forEach(w -> found.add(info.name() + ": " + w)),
                    () -> found.add(folder + ": no package-info.java")));
    return found;
  }

  private static List<String> wrongWith(String packageInfo) {
    List<String> wrong = new ArrayList<>();
    if (!packageInfo.contains("@NullMarked")) {
      wrong.add("not @NullMarked");
    }
    var javadoc = JAVADOC.matcher(packageInfo);
    String prose = javadoc.find() ? javadoc.group(1).replace("*", " ").strip() : "";
    long sentences = SENTENCE_END.matcher(prose).results().count();
    if (sentences == 0) {
      wrong.add("says nothing");
    }
    if (sentences > ROOM_SENTENCES_MAX) {
      wrong.add("says it in %d sentences".formatted(sentences));
    }
    return wrong;
  }
}
