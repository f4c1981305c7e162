package dev.ensemble.testkit.openapi;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An operation of the description.
 *
 * @param parameters its own and its path's, references followed
 */
record Operation(String method, String path, Place place, List<Place> parameters) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  static Operation of(ApiDescription description, String path, Place item, String method) {
    Place place = item.at(method);
    List<Place> parameters =
        Stream.of(item.at("parameters"), place.at("parameters"))
            .flatMap(list -> IntStream.range(0, list.node().size()).mapToObj(list::at))
            .map(description::resolve)
            .toList();
    return new Operation(method.toUpperCase(Locale.ROOT), path, place, parameters);
  }

  String route() {
    return method + " " + path;
  }

  boolean matches(String rawPath) {
    return matcher(rawPath).matches();
  }

  /** What stands in the path where the parameter does, still encoded. */
  String inPath(String parameter, String rawPath) {
    Matcher matcher = matcher(rawPath);
    List<String> names = VARIABLE.matcher(path).results().map(it -> it.group(1)).toList();
    if (!matcher.matches()) {
      throw new IllegalArgumentException(rawPath);
    }
    return matcher.group(names.indexOf(parameter) + 1);
  }

  private Matcher matcher(String rawPath) {
    return Pattern.compile(VARIABLE.matcher(path).replaceAll("([^/]+)")).matcher(rawPath);
  }
}
