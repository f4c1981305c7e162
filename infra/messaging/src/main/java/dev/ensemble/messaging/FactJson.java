package dev.ensemble.messaging;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;

import java.io.Serial;
import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The JSON of facts, apart from the application's own mapper: a setting made for HTTP must not
 * change what other services read. The same value is written as the same bytes, always.
 */
final class FactJson {

  /** No amount or measure comes near; a scale of a billion in ten bytes exhausts the memory. */
  static final int DECIMAL_SCALE_MAX = 1_000;

  private final JsonMapper writer =
      JsonMapper.builder()
          // A record's components stand in the order in which it declares them.
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          // A class whose fields nobody can see would be told as {}.
          .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          // The constant's name is the contract; a toString for people is not.
          .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .changeDefaultPropertyInclusion(
              inclusion ->
                  inclusion.withValueInclusion(NON_ABSENT).withContentInclusion(NON_ABSENT))
          .build();

  private final JsonMapper reader =
      JsonMapper.builder()
          // Within v1 a producer may add fields; what is missing or of another kind is an error.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .annotationIntrospector(new RequiredComponents())
          .addModule(new SimpleModule().addDeserializer(BigDecimal.class, new BoundedDecimals()))
          .build();

  /**
   * @throws IllegalArgumentException where the value cannot be written, or only as something too
   *     large or no object
   */
  Payload write(Object data) {
    try {
      return new Payload(writer.writeValueAsBytes(data));
    } catch (tools.jackson.core.JacksonException unwritable) {
      throw new IllegalArgumentException(
          data.getClass().getName() + " cannot be written as JSON", unwritable);
    }
  }

  /**
   * @throws tools.jackson.core.JacksonException where the bytes are no JSON or do not fit the type
   */
  <T> T read(byte[] json, Class<T> as) {
    return reader.readValue(json, as);
  }

  /** Refuses numbers that are short to write and endless to compute with. */
  private static final class BoundedDecimals extends StdScalarDeserializer<BigDecimal> {
    @Serial private static final long serialVersionUID = 1L;

    BoundedDecimals() {
      super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
      if (!parser.currentToken().isNumeric()) {
        return (BigDecimal) context.handleUnexpectedToken(BigDecimal.class, parser);
      }
      BigDecimal number = parser.getDecimalValue();
      if (Math.abs((long) number.scale()) > DECIMAL_SCALE_MAX) {
        return context.reportInputMismatch(
            BigDecimal.class, "a decimal's scale is at most %d", DECIMAL_SCALE_MAX);
      }
      return number;
    }
  }
}
