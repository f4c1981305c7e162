package dev.ensemble.idempotency;

import dev.ensemble.http.ProblemException;
import java.util.List;
import org.springframework.http.HttpStatus;

/**
 * Reads the header {@code Idempotency-Key}: a string in quotes as RFC 8941 has it, or the bare
 * characters, which most clients send. Either way it is the same key.
 */
final class IdempotencyKey {
  static final String HEADER = "Idempotency-Key";

  /** As others have it who take keys; a UUID needs 36, and the table's index holds whole keys. */
  static final int CHARACTERS_MAX = 255;

  private IdempotencyKey() {}

  /**
   * @param values of the header, one for each time that it was sent
   */
  static String read(List<String> values) {
    if (values.isEmpty()) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST,
          "missing-idempotency-key",
          "This call needs a header " + HEADER + ": a name of your own for it, a new UUID say.");
    }
    // Two keys: whichever were taken, another reader on the way may have taken the other.
    if (values.size() > 1) {
      throw malformed();
    }
    String value = values.getFirst();
    String key = value.startsWith("\"") ? unquoted(value) : bare(value);
    if (key.isEmpty() || key.length() > CHARACTERS_MAX) {
      throw malformed();
    }
    return key;
  }

  /** A comma would be two headers that something on the way has joined. */
  private static String bare(String value) {
    if (!value.chars().allMatch(c -> isVisible(c) && c != ',')) {
      throw malformed();
    }
    return value;
  }

  private static String unquoted(String value) {
    StringBuilder key = new StringBuilder();
    int last = value.length() - 1;
    for (int i = 1; i < last; i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        i++;
        c = value.charAt(i);
        // The last quote closes the string, so it cannot be the one that is escaped.
        if (i == last || (c != '"' && c != '\\')) {
          throw malformed();
        }
      } else if (c == '"' || !isVisible(c)) {
        throw malformed();
      }
      key.append(c);
    }
    if (last < 1 || value.charAt(last) != '"') {
      throw malformed();
    }
    return key.toString();
  }

  private static boolean isVisible(int c) {
    return '!' <= c && c <= '~';
  }

  private static ProblemException malformed() {
    return new ProblemException(
        HttpStatus.BAD_REQUEST,
        "malformed-idempotency-key",
        "One header "
            + HEADER
            + " is expected, with 1 to "
            + CHARACTERS_MAX
            + " visible ASCII characters, in quotes or without.");
  }
}
