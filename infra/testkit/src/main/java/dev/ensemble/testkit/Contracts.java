package dev.ensemble.testkit;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The contracts on the class path: a schema (JSON Schema 2020-12) and a sample per fact. */
public final class Contracts {
  private static final String ROOM = "/dev/ensemble/contracts/";

  /** Decimals stay decimals: a double would make 59.99 no multiple of 0.01. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static final Map<String, Schema> BY_TYPE = new ConcurrentHashMap<>();

  private Contracts() {}

  /** The types of all facts that have a contract, sorted. */
  public static List<String> types() {
    String suffix = ".schema.json";
    try {
      Resource[] schemas =
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:" + ROOM + "*" + suffix);
      return Stream.of(schemas)
          .map(schema -> String.valueOf(schema.getFilename()).replace(suffix, ""))
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the contracts cannot be listed", e);
    }
  }

  /** The sample of the type, as text. */
  public static String sample(String type) {
    return text(type + ".sample.json");
  }

  /**
   * Holds a payload against its contract.
   *
   * @throws AssertionError naming each violation
   */
  public static void validate(String type, String json) {
    List<String> violations = violations(type, json);
    if (!violations.isEmpty()) {
      throw new AssertionError(type + " breaks its contract: " + violations + "\n" + json);
    }
  }

  /** The JSON as a tree in which decimals are exact and keep their scale. */
  public static JsonNode read(String json) {
    return JSON.readTree(json);
  }

  /**
   * What the payload breaks of its contract.
   *
   * @return a sentence per violation; empty where the payload keeps the contract
   */
  public static List<String> violations(String type, String json) {
    return BY_TYPE
        .computeIfAbsent(type, Contracts::schema)
        .validate(
            read(json),
            context ->
                context.executionConfig(config -> config.formatAssertionsEnabled(Boolean.TRUE)))
        .stream()
        .map(Error::toString)
        .toList();
  }

  private static Schema schema(String type) {
    return SCHEMAS.getSchema(read(text(type + ".schema.json")));
  }

  private static String text(String file) {
    try (InputStream in = Contracts.class.getResourceAsStream(ROOM + file)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "no contract " + file + " on the class path; is dev.ensemble:contracts a dependency?");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the contract " + file + " cannot be read", e);
    }
  }
}
