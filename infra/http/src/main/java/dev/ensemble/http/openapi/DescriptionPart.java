package dev.ensemble.http.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a library or a service adds to the description of the API, as a bean: components and
 * problems that operations refer to, and values of settings that the text names.
 *
 * @param yaml is merged into the description; empty where there are only values
 * @param values stand in any part for <code>${name}</code>
 */
public record DescriptionPart(String yaml, Map<String, String> values) {

  public DescriptionPart {
    values = Map.copyOf(values);
  }

  /**
   * The part that a file holds.
   *
   * @param file beside the class, or from the class path's root where it begins with a slash
   */
  public static DescriptionPart of(Class<?> owner, String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("There is no " + file + " beside " + owner.getName());
      }
      return new DescriptionPart(new String(in.readAllBytes(), StandardCharsets.UTF_8), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  /** A part that only says what a setting is. */
  public static DescriptionPart ofValue(String name, Object value) {
    return new DescriptionPart("", Map.of()).with(name, value);
  }

  /** The same part with a time more, as ISO 8601 has it and, {@code -in-words}, as people do. */
  public DescriptionPart withTime(String name, Duration time) {
    return with(name, time).with(name + "-in-words", inWords(time));
  }

  private static String inWords(Duration time) {
    String words =
        Stream.of(
                counted(time.toHours(), "hour"),
                counted(time.toMinutesPart(), "minute"),
                counted(time.toSecondsPart(), "second"),
                counted(time.toMillisPart(), "millisecond"))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    return words.isEmpty() ? "0 seconds" : words;
  }

  private static String counted(long count, String unit) {
    return count == 0 ? "" : count + " " + unit + (count == 1 ? "" : "s");
  }

  /** The same part with a value more. */
  public DescriptionPart with(String name, Object value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(name, value.toString());
    return new DescriptionPart(yaml, more);
  }
}
