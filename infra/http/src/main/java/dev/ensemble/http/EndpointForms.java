package dev.ensemble.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the management endpoints are asked. Spring Boot reads it as a map of texts, whatever an
 * operation's parameters are, and makes numbers and truth values of these itself: so {@code
 * {"number": 17, "dryRun": true}} has to be read as two texts, which a client's call must not be.
 */
final class EndpointForms extends JacksonJsonHttpMessageConverter {

  EndpointForms() {
    super(
        JsonMapper.builder(
                new Utf8Json(JsonFactory.builder().streamReadConstraints(StrictJson.LIMITS)))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());
  }

  @Override
  public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
    return type.toClass() == Map.class
        && type.getGeneric(0).resolve() == String.class
        && type.getGeneric(1).resolve() == String.class
        && super.canRead(type, mediaType);
  }

  @Override
  public boolean canWrite(ResolvableType type, Class<?> valueType, @Nullable MediaType mediaType) {
    return false;
  }
}
