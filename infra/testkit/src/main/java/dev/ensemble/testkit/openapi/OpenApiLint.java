package dev.ensemble.testkit.openapi;

import dev.ensemble.testkit.Contracts;
import io.apicurio.datamodels.Library;
import io.apicurio.datamodels.models.Document;
import io.apicurio.datamodels.validation.DefaultSeverityRegistry;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a linter that is not ours says of a description: Apicurio's rules for OpenAPI 3.1. */
public final class OpenApiLint {
  private OpenApiLint() {}

  /** Its findings, each with its place; empty where it has none. */
  public static List<String> findings(String json) {
    JsonNode tree = Contracts.read(json);
    dropWhatItCannotRead(tree);
    Document document = Library.readDocumentFromJSONString(tree.toString());
    return Library.validate(document, new DefaultSeverityRegistry()).stream()
        .map(it -> "%s %s %s: %s".formatted(it.errorCode, it.nodePath, it.property, it.message))
        .toList();
  }

  /**
   * What Apicurio 2.5.0 does not know of OpenAPI 3.1: it fails with a ClassCastException at any
   * Example Object and any discriminator, and takes a schema's {@code examples} for a mistake.
   * Examples are held to their schemas by {@link ApiDescription#wrongExamples}.
   */
  private static void dropWhatItCannotRead(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(List.of("examples", "discriminator"));
    }
    node.forEach(OpenApiLint::dropWhatItCannotRead);
  }
}
