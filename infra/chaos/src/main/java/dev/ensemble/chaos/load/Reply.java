package dev.ensemble.chaos.load;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client has heard.
 *
 * @param status 0 where it has heard nothing
 * @param replayed whether it is marked as the answer to an earlier request
 * @param retry whether it asks to come again
 */
record Reply(int status, String body, boolean replayed, boolean retry) {
  static final Reply NONE = new Reply(0, "", false, true);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Whether it is known by now what became of the wish. */
  boolean definite() {
    return status >= 200 && status < 500 && !retry;
  }

  boolean done() {
    return status >= 200 && status < 300;
  }

  /** A field of the body, where it has one. */
  Optional<String> field(String name) {
    try {
      JsonNode value = JSON.readTree(body).path(name);
      return value.isValueNode() ? Optional.of(value.asString()) : Optional.empty();
    } catch (JacksonException noJson) {
      return Optional.empty();
    }
  }
}
