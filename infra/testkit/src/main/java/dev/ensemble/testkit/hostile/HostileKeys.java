package dev.ensemble.testkit.hostile;

import static dev.ensemble.testkit.hostile.Attack.EXECUTED;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What may stand in the header {@code Idempotency-Key}, well-formed or not. */
final class HostileKeys {
  private static final int CHARACTERS_MAX = 255;
  private static final String MALFORMED = "400 malformed-idempotency-key";

  /** The server itself refuses what is no header, before anyone asks whether it is a key. */
  private static final String NO_HEADER = MALFORMED + " or 400 bad-request";

  private HostileKeys() {}

  static List<Attack> of(GoodCall call) {
    return switch (call.key()) {
      case REQUIRED -> required(call);
      case IN_THE_BODY -> others(call, "400 invalid-parameter or 400 bad-request");
      // A key that nobody reads does no harm, as long as it is a header at all.
      case IGNORED -> others(call, EXECUTED + " or 400 bad-request");
    };
  }

  private static List<Attack> required(GoodCall call) {
    List<Attack> attacks = new ArrayList<>();
    attacks.add(attack(call, "400 missing-idempotency-key", "no key", ""));
    malformed().forEach((name, value) -> attacks.add(attack(call, MALFORMED, name, line(value))));
    noHeaders().forEach((name, value) -> attacks.add(attack(call, NO_HEADER, name, line(value))));
    attacks.add(attack(call, MALFORMED, "two headers", line("abc") + line("def")));
    attacks.add(attack(call, MALFORMED, "the same header twice", line("abc") + line("abc")));
    attacks.add(
        attack(
            call,
            MALFORMED,
            "two headers, written differently",
            line("abc") + "idempotency-key: def\r\n"));
    attacks.add(attack(call, MALFORMED, "a key and an empty one", line("abc") + line("")));
    wellFormed().forEach((name, value) -> attacks.add(attack(call, EXECUTED, name, line(value))));
    return attacks;
  }

  private static List<Attack> others(GoodCall call, String expected) {
    List<Attack> attacks = new ArrayList<>();
    malformed().forEach((name, value) -> attacks.add(attack(call, expected, name, line(value))));
    noHeaders().forEach((name, value) -> attacks.add(attack(call, expected, name, line(value))));
    wellFormed().forEach((name, value) -> attacks.add(attack(call, expected, name, line(value))));
    return attacks;
  }

  private static Map<String, String> malformed() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("an empty key", "");
    values.put("a key of blanks", "   ");
    values.put("an empty key in quotes", "\"\"");
    values.put("a quote", "\"");
    values.put("a key whose quote is not closed", "\"abc");
    values.put("a key of 256 characters", "x".repeat(CHARACTERS_MAX + 1));
    values.put("a key of 256 characters in quotes", '"' + "x".repeat(CHARACTERS_MAX + 1) + '"');
    values.put("a key with a blank", "a b");
    values.put("a key with parameters", "\"abc\";p=1");
    values.put("a list of keys", "abc, def");
    values.put("a list of keys in quotes", "\"abc\", \"def\"");
    values.put("a key in UTF-8", "caf\u00c3\u00a9");
    values.put("a key in ISO-8859-1", "caf\u00e9");
    return values;
  }

  private static Map<String, String> noHeaders() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("a key with NUL", "a\0b");
    values.put("a key with a control character", "a\1b");
    values.put("a key with a tab", "a\tb");
    values.put("a key with DEL", "a\u007fb");
    values.put("a key with a bare CR", "a\rb");
    values.put("a key that is folded", "abc\r\n def");
    values.put("a key of 100,000 characters", "x".repeat(100_000));
    return values;
  }

  private static Map<String, String> wellFormed() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("a key of one character", "~");
    values.put("a key of 255 characters", "y".repeat(CHARACTERS_MAX));
    values.put("a key of 255 characters in quotes", '"' + "z".repeat(CHARACTERS_MAX) + '"');
    values.put("a key that looks like SQL", "');DROP/**/TABLE/**/answers;--");
    return values;
  }

  private static Attack attack(GoodCall call, String expected, String name, String keyLines) {
    return Attack.expecting(
        expected, name, RawRequest.of(call, keyLines + call.typeLine(), call.body()));
  }

  private static String line(String value) {
    return "Idempotency-Key: " + value + "\r\n";
  }
}
