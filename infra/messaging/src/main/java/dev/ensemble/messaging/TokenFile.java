package dev.ensemble.messaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that {@code ensemble.messaging.admin.token-file} names. */
final class TokenFile {
  private TokenFile() {}

  /**
   * @throws IllegalArgumentException where it cannot be read
   */
  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "ensemble.messaging.admin.token-file %s cannot be read: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
