package dev.ensemble.http;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a Java type is called by someone who writes JSON and has never seen our classes. */
final class Expectation {
  private static final Map<Class<?>, String> WORDS =
      Map.ofEntries(
          Map.entry(String.class, "a text"),
          Map.entry(UUID.class, "a UUID"),
          Map.entry(boolean.class, "true or false"),
          Map.entry(Boolean.class, "true or false"),
          Map.entry(BigDecimal.class, "a number"),
          Map.entry(double.class, "a number"),
          Map.entry(Double.class, "a number"),
          Map.entry(float.class, "a number"),
          Map.entry(Float.class, "a number"),
          Map.entry(byte.class, "a whole number"),
          Map.entry(short.class, "a whole number"),
          Map.entry(int.class, "a whole number"),
          Map.entry(long.class, "a whole number"),
          Map.entry(Byte.class, "a whole number"),
          Map.entry(Short.class, "a whole number"),
          Map.entry(Integer.class, "a whole number"),
          Map.entry(Long.class, "a whole number"),
          Map.entry(BigInteger.class, "a whole number"),
          Map.entry(Duration.class, "a duration such as \"PT3S\""),
          Map.entry(Instant.class, "a time such as \"2026-01-31T12:00:00Z\""),
          Map.entry(OffsetDateTime.class, "a time such as \"2026-01-31T12:00:00Z\""),
          Map.entry(LocalDate.class, "a date such as \"2026-01-31\""));

  private Expectation() {}

  static String of(Class<?> type) {
    String word = WORDS.get(type);
    if (word != null) {
      return word;
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name())
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "of another form";
  }
}
