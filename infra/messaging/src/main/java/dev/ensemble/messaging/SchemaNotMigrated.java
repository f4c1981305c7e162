package dev.ensemble.messaging;

import java.io.Serial;

/** The schema could not be brought up to date, so the application does not start. */
final class SchemaNotMigrated extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  SchemaNotMigrated(RuntimeException cause) {
    super("the schema messaging could not be brought up to date", cause);
  }
}
