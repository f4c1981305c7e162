package dev.ensemble.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;

/**
 * The settings that a README lists, held against the metadata that editors show: the same names,
 * the same defaults, and each with a description.
 */
public final class DescribedSettings {
  private static final String METADATA = "META-INF/spring-configuration-metadata.json";
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern PERIOD = Pattern.compile("[0-9]+(ms|s|m|h|d)|P[0-9TDHMS.]+");

  /** What a README says where there is no value by itself. */
  private static final String REQUIRED = "required";

  private DescribedSettings() {}

  /**
   * Compares the tables below the heading that begins with {@code ## Settings} with the metadata on
   * the class path. A row may name several settings, with as many defaults; a default in backticks
   * that names another property is none.
   *
   * @param readme the README's text
   * @param prefix of all the settings, {@code ensemble.messaging.}
   * @return a sentence for each difference
   */
  public static List<String> differences(String readme, String prefix) {
    Map<String, String> listed = listed(readme);
    Map<String, String> known = new TreeMap<>();
    List<String> found = new ArrayList<>();
    for (JsonNode setting : metadata(prefix)) {
      String name = setting.path("name").asString("").substring(prefix.length());
      boolean map = setting.path("type").asString("").startsWith("java.util.Map");
      known.put(map ? name + ".*" : name, setting.path("defaultValue").asString(""));
      if (setting.path("description").asString("").isBlank()) {
        found.add(name + " has no description");
      }
    }
    TreeSet<String> all = new TreeSet<>(listed.keySet());
    all.addAll(known.keySet());
    for (String name : all) {
      String said = listed.get(name);
      String is = known.get(name);
      if (said == null) {
        found.add(name + " is not in the README");
      } else if (is == null) {
        found.add(name + " is in the README alone");
      } else if (!same(said, is)) {
        found.add("%s is %s in the README and %s in the metadata".formatted(name, said, is));
      }
    }
    return found;
  }

  private static Map<String, String> listed(String readme) {
    int begin = readme.indexOf("\n## Settings");
    int end = readme.indexOf("\n## ", begin + 1);
    if (begin < 0) {
      throw new IllegalArgumentException("the README has no heading Settings");
    }
    Map<String, String> listed = new TreeMap<>();
    readme
        .substring(begin, end < 0 ? readme.length() : end)
        .lines()
        .filter(line -> line.startsWith("| `") && !line.startsWith("| `ensemble."))
        .forEach(row -> listed.putAll(ofRow(row)));
    return listed;
  }

  private static Map<String, String> ofRow(String row) {
    String[] cells = row.split("\\|", -1);
    List<String> names =
        QUOTED.matcher(cells[1]).results().map((MatchResult name) -> name.group(1)).toList();
    List<String> defaults =
        Arrays.stream(cells[2].split(",", -1)).map(DescribedSettings::plain).toList();
    Map<String, String> settings = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      settings.put(names.get(i), defaults.get(Math.min(i, defaults.size() - 1)));
    }
    return settings;
  }

  private static String plain(String cell) {
    String bare = cell.replace("`", "").strip();
    boolean another = bare.contains(".") && bare.matches("[a-z.-]+");
    return bare.startsWith(REQUIRED) || another ? "" : bare;
  }

  private static boolean same(String said, String is) {
    if (PERIOD.matcher(said).matches() && PERIOD.matcher(is).matches()) {
      return DurationStyle.detectAndParse(said).equals(DurationStyle.detectAndParse(is));
    }
    return said.equals(is);
  }

  private static List<JsonNode> metadata(String prefix) {
    List<JsonNode> settings = new ArrayList<>();
    try {
      ClassLoader loader = DescribedSettings.class.getClassLoader();
      for (URL url : Collections.list(loader.getResources(METADATA))) {
        try (InputStream file = url.openStream()) {
          String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
          for (JsonNode setting : Contracts.read(text).path("properties")) {
            if (setting.path("name").asString("").startsWith(prefix)) {
              settings.add(setting);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (settings.isEmpty()) {
      throw new IllegalStateException("no metadata of " + prefix + " is on the class path");
    }
    return settings;
  }
}
