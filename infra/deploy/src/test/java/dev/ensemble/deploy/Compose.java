package dev.ensemble.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A compose file as its rules see it: services by name, anchors and merges resolved. */
record Compose(Map<String, Container> services, Map<String, Object> top) {

  /** What the file says of one service. */
  record Container(String name, Map<String, Object> settings) {

    String text(String key) {
      return String.valueOf(settings.getOrDefault(key, ""));
    }

    List<String> list(String key) {
      return strings(settings.get(key));
    }

    Map<String, Object> map(String key) {
      return mapOf(settings.get(key));
    }

    /** Names of the services that it waits for, each with the condition. */
    Map<String, String> waitsFor() {
      Map<String, String> waits = new TreeMap<>();
      map("depends_on")
          .forEach((other, how) -> waits.put(other, String.valueOf(mapOf(how).get("condition"))));
      return waits;
    }

    boolean endsByItself() {
      return text("restart").equals("no");
    }

    boolean isOurs() {
      return text("image").startsWith("ensemble/");
    }
  }

  static Compose of(String text) {
    Map<String, Object> top = mapOf(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    Map<String, Container> services = new LinkedHashMap<>();
    mapOf(top.get("services"))
        .forEach((name, said) -> services.put(name, new Container(name, mapOf(said))));
    return new Compose(services, top);
  }

  List<Container> all() {
    return List.copyOf(services.values());
  }

  List<Container> named(String pattern) {
    return all().stream().filter(one -> one.name().matches(pattern)).toList();
  }

  static Map<String, Object> mapOf(@Nullable Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> pairs) {
      pairs.forEach((key, one) -> map.put(String.valueOf(key), one));
    }
    return map;
  }

  private static List<String> strings(@Nullable Object value) {
    List<String> strings = new ArrayList<>();
    if (value instanceof List<?> items) {
      items.forEach(item -> strings.add(String.valueOf(item)));
    }
    return strings;
  }
}
