package dev.ensemble.payment.stdio;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as it stands on a line: read strictly, and written with a space after comma and colon. */
final class Json {
  // As over HTTP: what a parser may be made to hold is bounded, and so is a number's conversion.
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(50)
          .maxNumberLength(100)
          .maxNameLength(256)
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(LIMITS).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          // Half a surrogate pair that came in as an escape goes out as one.
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private static final ObjectWriter WRITER =
      MAPPER
          .writer()
          .with(
              new DefaultPrettyPrinter(
                      Separators.createDefaultInstance()
                          .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                          .withObjectEntrySpacing(Separators.Spacing.AFTER)
                          .withArrayElementSpacing(Separators.Spacing.AFTER))
                  .withObjectIndenter(new DefaultPrettyPrinter.NopIndenter())
                  .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter()));

  private Json() {}

  static JsonNode read(byte[] line) {
    try {
      return MAPPER.readTree(line);
    } catch (JacksonException noJson) {
      throw new Malformed("the line is no JSON: " + noJson.getOriginalMessage());
    }
  }

  static String write(ObjectNode node) {
    return WRITER.writeValueAsString(node);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
