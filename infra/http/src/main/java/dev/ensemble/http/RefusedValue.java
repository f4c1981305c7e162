package dev.ensemble.http;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/** A JSON value of the right type that our own readers do not let in. */
final class RefusedValue extends MismatchedInputException {
  private static final long serialVersionUID = 1L;

  private final String name;

  RefusedValue(JsonParser parser, Class<?> wanted, String name, String reason) {
    super(parser, reason, wanted);
    this.name = name;
  }

  /** The name of the problem that it becomes. */
  String name() {
    return name;
  }
}
