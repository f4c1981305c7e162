package dev.ensemble.relay;

import static dev.ensemble.relay.Checks.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask the admin endpoints. No sentence repeats the token.
 *
 * @param token what callers must show, or null where only this machine can call
 * @param tokenFile where the token stands, if it is not set itself
 */
record AdminSettings(@Nullable String token, @Nullable Path tokenFile) {
  // 32 characters of base64 are 192 bits: nobody guesses them over HTTP.
  private static final int TOKEN_CHARACTERS_MIN = 32;

  AdminSettings {
    require(
        token == null || tokenFile == null,
        "relay.admin.token and relay.admin.token-file are both set: set one of them");
    if (tokenFile != null) {
      token = read(tokenFile);
    }
    require(
        token == null || token.length() >= TOKEN_CHARACTERS_MIN,
        "relay.admin.token has fewer than %d characters".formatted(TOKEN_CHARACTERS_MIN));
    require(
        token == null || token.chars().allMatch(c -> c > ' ' && c <= '~'),
        "relay.admin.token has other than visible ASCII characters, which no header can carry");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "relay.admin.token-file %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public String toString() {
    return token == null ? "no token" : "a token";
  }
}
