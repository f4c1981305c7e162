package dev.ensemble.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Durations with their unit, as in {@code "PT3S"}: a bare number does not say what it counts. In
 * the form of RFC 3339 (appendix A) and JSON Schema, with fractions of a second as Java knows them
 * and without weeks, months and years; Java's own parser would also take small letters, signs
 * within and a comma, which other readers of the same document do not.
 */
final class WrittenDuration extends StdScalarDeserializer<Duration> {
  private static final Pattern FORM =
      Pattern.compile(
          "P(?=[0-9T])([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]{1,9})?S)?)?");

  WrittenDuration() {
    super(Duration.class);
  }

  @Override
  public Duration deserialize(JsonParser parser, DeserializationContext context) {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return context.reportInputMismatch(Duration.class, "A duration is expected");
    }
    try {
      String text = parser.getString();
      Duration duration = Duration.parse(text);
      // What is below zero is out of range rather than out of form, and is told so by who asks.
      return duration.isNegative() || FORM.matcher(text).matches()
          ? duration
          : context.reportInputMismatch(Duration.class, "A duration is expected");
    } catch (DateTimeException | ArithmeticException e) {
      return context.reportInputMismatch(Duration.class, "A duration is expected");
    }
  }
}
