package dev.ensemble.messaging;

import static dev.ensemble.messaging.SettingRules.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What callers of the management port show, as it is set or stands in a file. */
final class AdminToken {
  /** 32 characters of base64 are 192 bits: nobody guesses them over HTTP. */
  private static final int CHARACTERS_MIN = 32;

  private AdminToken() {}

  /**
   * @throws IllegalArgumentException where it is too short, or no header can carry it
   */
  static void check(String token) {
    require(
        token.length() >= CHARACTERS_MIN,
        "admin.token",
        "must have at least " + CHARACTERS_MIN + " characters");
    require(
        token.chars().allMatch(c -> c > ' ' && c <= '~'),
        "admin.token",
        "must be visible ASCII characters, as no header can carry others");
  }

  /**
   * What stands in the file that {@code ensemble.messaging.admin.token-file} names.
   *
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
