package dev.ensemble.relay;

import static dev.ensemble.relay.Checks.require;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person says who gives a row up.
 *
 * @param row its id
 * @param why what an audit will read
 * @param by who says so, as they say it
 */
record DiscardOrder(String row, String why, String by) {
  // They become a line of the log and a record of the state topic.
  private static final int TEXT_MAX = 500;
  // A line break would forge a second line.
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  DiscardOrder {
    check("row", row);
    check("reason", why);
    check("by", by);
  }

  /**
   * @throws IllegalArgumentException with the sentence to answer
   */
  static DiscardOrder of(@Nullable String row, @Nullable String why, @Nullable String by) {
    return new DiscardOrder(
        row == null ? "" : row, why == null ? "" : why.strip(), by == null ? "" : by.strip());
  }

  private static void check(String field, String value) {
    require(!value.isBlank(), "A discard needs \"%s\"".formatted(field));
    require(
        value.length() <= TEXT_MAX && !CONTROL.matcher(value).find(),
        "\"%s\" may be %d characters long, on one line".formatted(field, TEXT_MAX));
  }

  /** Of a key or an id, which may be any bytes. */
  static String printable(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }
}
