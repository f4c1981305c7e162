package dev.ensemble.testkit.openapi;

import tools.jackson.databind.JsonNode;

/**
 * A value at a bound, or just past it.
 *
 * @param bound the place and the rule that it is to find out about, such as {@code /lines maxItems}
 * @param breaksUnspoken whether it breaks a rule that JSON Schema cannot say
 */
record Probe(String bound, JsonNode value, boolean breaksUnspoken) {

  static Probe of(String bound, JsonNode value) {
    return new Probe(bound, value, false);
  }
}
