package dev.ensemble.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The contract files where they stand in the source tree. */
final class ContractFiles {
  private static final Path ROOM = Path.of("src/main/resources/dev/ensemble/contracts");
  private static final String SCHEMA = ".schema.json";

  /** Decimals stay decimals: a double would make 59.99 no multiple of 0.01. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private ContractFiles() {}

  static List<String> types() {
    try (Stream<Path> files = Files.list(ROOM)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SCHEMA))
          .map(name -> name.substring(0, name.length() - SCHEMA.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode schema(String type) {
    return JSON.readTree(text(type + SCHEMA));
  }

  static ObjectNode sample(String type) {
    return (ObjectNode) JSON.readTree(text(type + ".sample.json"));
  }

  static JsonNode asyncApi() {
    return JSON.valueToTree(new Yaml().load(text("asyncapi.yaml")));
  }

  private static String text(String file) {
    try {
      return Files.readString(ROOM.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
