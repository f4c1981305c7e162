package dev.ensemble.http.openapi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the parts of a description together; what contradicts or is missing is a mistake of ours.
 */
final class Described {
  static final String SERVICES_OWN = "openapi.yaml";

  private static final Pattern VALUE = Pattern.compile("\\$\\{([a-z0-9.-]+)}");

  private Described() {}

  /** What the service has written, at the root of its class path. */
  static DescriptionPart servicesOwn() {
    return DescriptionPart.of(Described.class, "/" + SERVICES_OWN);
  }

  /**
   * The whole description.
   *
   * @param service the service's own, with {@code openapi}, {@code info} and {@code paths}
   */
  static ObjectNode whole(DescriptionPart service, List<DescriptionPart> parts) {
    Map<String, String> values = new HashMap<>(service.values());
    parts.forEach(part -> values.putAll(part.values()));
    ObjectNode whole = read(service, values);
    parts.stream()
        .filter(part -> !part.yaml().isEmpty())
        .forEach(part -> merge(whole, read(part, values), ""));
    new OperationProblems(whole).expand();
    return whole;
  }

  private static ObjectNode read(DescriptionPart part, Map<String, String> values) {
    Matcher named = VALUE.matcher(part.yaml());
    String text =
        named.replaceAll(
            match -> {
              String value = values.get(match.group(1));
              if (value == null) {
                throw new IllegalStateException("Nothing says what " + match.group() + " is");
              }
              return Matcher.quoteReplacement(value);
            });
    return YamlText.read(text);
  }

  private static void merge(ObjectNode whole, ObjectNode part, String path) {
    part.forEachEntry(
        (name, value) -> {
          JsonNode there = whole.get(name);
          String place = path + "/" + name;
          if (there == null) {
            whole.set(name, value);
          } else if (there instanceof ObjectNode inner && value instanceof ObjectNode more) {
            merge(inner, more, place);
          } else {
            throw new IllegalStateException(
                "Two parts of the description say what " + place + " is");
          }
        });
  }
}
