package dev.ensemble.testkit.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/**
 * The problems that a service's sources name, against those that its description names: so that one
 * that no test provokes is described, too, and one that is gone is not.
 */
public final class ProblemsInCode {
  private static final Pattern THROWN =
      Pattern.compile("ProblemException\\(\\s*HttpStatus\\.(\\w+),\\s*\"([a-z0-9-]+)\"");

  private ProblemsInCode() {}

  /**
   * Where the two disagree.
   *
   * @param sources the service's {@code src/main/java}
   */
  public static List<String> disagreements(ApiDescription description, Path sources) {
    String code = code(sources);
    List<String> found = new ArrayList<>();
    THROWN
        .matcher(code)
        .results()
        .map(thrown -> thrown.group(1) + " " + thrown.group(2))
        .filter(thrown -> !isDescribed(description, thrown))
        .forEach(thrown -> found.add("not described: " + thrown));
    for (JsonNode line : description.document().path("x-problems")) {
      String name = line.path("type").asString().replace("urn:ensemble:problem:", "");
      String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
      if (!line.has("of") && !code.contains('"' + name + '"') && !code.contains(constant)) {
        found.add("not in the code: " + name);
      }
    }
    return found;
  }

  private static boolean isDescribed(ApiDescription description, String thrown) {
    return description
        .document()
        .path("x-problems")
        .valueStream()
        .anyMatch(
            line ->
                thrown.equals(
                    constantOf(line.path("status").intValue())
                        + " "
                        + line.path("type").asString().replace("urn:ensemble:problem:", "")));
  }

  /** Spring's name for the status, as the code has it. */
  private static String constantOf(int status) {
    return HttpStatus.valueOf(status).name();
  }

  private static String code(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      StringBuilder code = new StringBuilder();
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        code.append(Files.readString(file));
      }
      return code.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
