package dev.ensemble.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * JSON as it is read from clients: what is not exactly meant is refused. Facts from other services
 * are read by another, tolerant mapper, so this one is no bean of type JsonMapper.
 */
record StrictJson(JsonMapper mapper) {

  // A request is a small form. Depth and lengths bound what a parser may be made to hold; 100
  // digits hold any amount of money and keep a number's conversion, quadratic in length, cheap.
  static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(50)
          .maxNumberLength(100)
          .maxNameLength(256)
          .maxStringLength(65_536)
          .maxTokenCount(100_000)
          .build();

  static StrictJson with(List<JsonMapperBuilderCustomizer> customizers) {
    JsonMapper.Builder builder =
        JsonMapper.builder(new Utf8Json(JsonFactory.builder().streamReadConstraints(LIMITS)));
    customizers.forEach(customizer -> customizer.customize(builder));
    return new StrictJson(
        builder
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .annotationIntrospector(new RequiredUnlessNullable())
            .addModule(strictValues())
            .build());
  }

  private static SimpleModule strictValues() {
    return new SimpleModule("strict-values")
        .addDeserializer(String.class, new StorableText())
        .addDeserializer(BigDecimal.class, new BoundedDecimal())
        .addDeserializer(Duration.class, new WrittenDuration());
  }
}
