package dev.ensemble.testkit.openapi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * A place in a document.
 *
 * @param pointer a JSON pointer, written as the fragment of a URI
 */
record Place(String pointer, JsonNode node) {

  Place at(String step) {
    String escaped = step.replace("~", "~0").replace("/", "~1");
    String encoded =
        URLEncoder.encode(escaped, StandardCharsets.UTF_8).replace("+", "%20").replace("%7E", "~");
    return new Place(pointer + "/" + encoded, node.path(step));
  }

  Place at(int index) {
    return new Place(pointer + "/" + index, node.path(index));
  }

  boolean isThere() {
    return !node.isMissingNode();
  }
}
