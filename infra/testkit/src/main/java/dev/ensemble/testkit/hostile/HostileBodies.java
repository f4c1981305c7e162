package dev.ensemble.testkit.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Bodies that are no JSON, or not the JSON that was meant. */
final class HostileBodies {
  private static final String MALFORMED = "400 malformed-json";
  private static final String UNSUPPORTED = "415 unsupported-media-type";

  /** A field of another type is refused as that, before anyone looks at how large it is. */
  private static final String NO_SUCH_NUMBER =
      "400 number-out-of-range or 400 wrong-type or 422 invalid-value";

  private static final String TOO_LONG = "400 limit-exceeded or 400 wrong-type";

  private final GoodCall call;
  private final List<Attack> attacks = new ArrayList<>();

  private HostileBodies(GoodCall call) {
    this.call = call;
  }

  static List<Attack> of(GoodCall call) {
    if (!call.hasBody()) {
      return List.of();
    }
    HostileBodies bodies = new HostileBodies(call);
    bodies.encodings();
    bodies.types();
    bodies.values();
    bodies.shapes();
    return bodies.attacks;
  }

  private void encodings() {
    String good = call.body();
    json(MALFORMED, "UTF-16 with its mark", in(StandardCharsets.UTF_16, good));
    json(MALFORMED, "UTF-16, big end first", in(StandardCharsets.UTF_16BE, good));
    json(MALFORMED, "UTF-16, little end first", in(StandardCharsets.UTF_16LE, good));
    json(MALFORMED, "UTF-32", in(Charset.forName("UTF-32BE"), good));
    json(MALFORMED, "UTF-8 with a mark", "\u00ef\u00bb\u00bf" + good);
    json(MALFORMED, "a byte that is no UTF-8", named("\u00ff"));
    json(MALFORMED, "half a character of UTF-8", named("\u00c3"));
    json(MALFORMED, "a NUL in two bytes", named("\u00c0\u0080"));
    json(MALFORMED, "a quote in two bytes", named("\u00c0\u00a2"));
    typed(
        UNSUPPORTED,
        "UTF-16 that says so",
        "application/json; charset=utf-16",
        in(StandardCharsets.UTF_16, good));
    typed(UNSUPPORTED, "ISO-8859-1 that says so", "application/json; charset=iso-8859-1", good);
    typed(UNSUPPORTED, "an unknown encoding", "application/json; charset=bogus", good);
    attacks.add(
        Attack.expecting(
            "415 unsupported-content-encoding",
            "a compressed body",
            RawRequest.of(
                call,
                call.keyLine() + call.typeLine() + "Content-Encoding: gzip\r\n",
                zipped(good))));
  }

  private void types() {
    String good = call.body();
    attacks.add(
        Attack.expecting(
            UNSUPPORTED, "a body of no type", RawRequest.of(call, call.keyLine(), good)));
    for (String type :
        List.of(
            "text/plain",
            "application/*",
            "*/*",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "nonsense",
            "")) {
      typed(UNSUPPORTED, "a body of the type '" + type + "'", type, good);
    }
  }

  private void values() {
    for (String literal : List.of("NaN", "Infinity", "-Infinity", "+1", "01", ".5")) {
      json(MALFORMED, literal, call.bodyWith(literal));
    }
    // A zero, where another type is wanted, is wrong before its x is seen.
    json(MALFORMED + " or 400 wrong-type", "0x10", call.bodyWith("0x10"));
    for (String number : List.of("1e400", "-1e400", "1e-400", "1e999999999", "-1e-999999999")) {
      json(NO_SUCH_NUMBER, number, call.bodyWith(number));
    }
    json(TOO_LONG, "10^1000", call.bodyWith("1" + "0".repeat(1_000)));
    json(TOO_LONG, "1,000 levels of lists", nested("[", "]", 1_000));
    json(TOO_LONG, "1,000 levels of objects", nested("{\"a\":", "}", 1_000));
    json("413 body-too-large", "100,000 levels of lists", nested("[", "]", 100_000));
    json("413 body-too-large", "100,000 levels, never closed", call.bodyWith("[".repeat(100_000)));
    json(TOO_LONG, "30,000 levels, never closed", call.bodyWith("[".repeat(30_000)));
    json("400 wrong-type or 400 invalid-character", "NUL in a text", call.bodyWith("\"\\u0000\""));
    json(
        "400 wrong-type or 400 invalid-character",
        "half a surrogate pair",
        call.bodyWith("\"\\ud800\""));
  }

  private void shapes() {
    String good = call.body();
    json("400 missing-body", "nothing", "");
    json("400 missing-body", "blanks", " \r\n\t ");
    json("400 missing-body", "null", "null");
    json("400 wrong-type", "a list", "[" + good + "]");
    json("400 wrong-type", "a text", "\"" + good.replace("\"", "\\\"") + "\"");
    json(MALFORMED, "a second body behind the first", good + good);
    json(MALFORMED, "something behind the body", good + " x");
    json(MALFORMED, "a body that breaks off", good.substring(0, good.length() - 1));
    json(MALFORMED, "a comment", "/* */" + good);
    json("400 duplicate-key", "a name twice", doubled(good, 0, false));
    json("400 duplicate-key", "a name twice, once in escapes", doubled(good, 0, true));
    int nested = good.indexOf('{', 1);
    if (nested > 0) {
      json("400 duplicate-key", "a name twice, further inside", doubled(good, nested, false));
      json("400 duplicate-key", "a name twice inside, in escapes", doubled(good, nested, true));
    }
    json("400 unknown-field", "an unknown field", good.replaceFirst("\\{", "{\"colour\": 1, "));
  }

  /** The first field of the object that begins there stands twice; the second one may differ. */
  private static String doubled(String json, int object, boolean escaped) {
    int name = json.indexOf('"', object) + 1;
    int end = json.indexOf('"', name);
    int comma = json.indexOf(',', end);
    String value = json.substring(json.indexOf(':', end) + 1, fieldEnd(json, comma));
    String first =
        escaped
            ? "\\u%04x".formatted((int) json.charAt(name)) + json.substring(name + 1, end)
            : json.substring(name, end);
    return json.substring(0, object + 1)
        + "\"%s\":%s, ".formatted(first, value)
        + json.substring(object + 1);
  }

  private static int fieldEnd(String json, int comma) {
    return comma < 0 ? json.indexOf('}') : comma;
  }

  private String nested(String opening, String closing, int levels) {
    return call.bodyWith(opening.repeat(levels) + "1" + closing.repeat(levels));
  }

  /** A field whose name holds these bytes. */
  private String named(String bytes) {
    return call.body().replaceFirst("\\{", "{\"" + bytes + "\": 1, ");
  }

  private static String in(Charset charset, String text) {
    return new String(text.getBytes(charset), ISO_8859_1);
  }

  private static String zipped(String text) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toString(ISO_8859_1);
  }

  private void json(String expected, String name, String body) {
    attacks.add(
        Attack.expecting(
            expected, name, RawRequest.of(call, call.keyLine() + call.typeLine(), body)));
  }

  private void typed(String expected, String name, String type, String body) {
    attacks.add(
        Attack.expecting(
            expected,
            name,
            RawRequest.of(call, call.keyLine() + "Content-Type: " + type + "\r\n", body)));
  }
}
