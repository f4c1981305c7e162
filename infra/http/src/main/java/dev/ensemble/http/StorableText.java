package dev.ensemble.http;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Text that PostgreSQL can store: without NUL, and without half of a surrogate pair. */
final class StorableText extends StdScalarDeserializer<String> {
  StorableText() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return context.reportInputMismatch(String.class, "A text is expected");
    }
    String text = parser.getString();
    if (!isStorable(text)) {
      throw new RefusedValue(
          parser, String.class, "invalid-character", "holds a character that cannot be stored");
    }
    return text;
  }

  static boolean isStorable(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
  }
}
