package dev.ensemble.http;

import java.time.DateTimeException;
import java.time.Duration;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Durations with their unit, as in {@code "PT3S"}: a bare number does not say what it counts. */
final class WrittenDuration extends StdScalarDeserializer<Duration> {
  WrittenDuration() {
    super(Duration.class);
  }

  @Override
  public Duration deserialize(JsonParser parser, DeserializationContext context) {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return context.reportInputMismatch(Duration.class, "A duration is expected");
    }
    try {
      return Duration.parse(parser.getString());
    } catch (DateTimeException | ArithmeticException e) {
      return context.reportInputMismatch(Duration.class, "A duration is expected");
    }
  }
}
