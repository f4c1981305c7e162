package dev.ensemble.relay;

import static dev.ensemble.relay.Checks.require;

import java.util.ArrayList;
import java.util.List;

/**
 * Text with columns in it, as in {@code outbox.event.{aggregatetype}}.
 *
 * @param literals what stands before, between and after the columns: one more than columns
 */
record Template(List<String> literals, List<String> columns) {
  /** Every mistake is a sentence that names the property. */
  static Template parse(String property, String text) {
    require(!text.isEmpty(), property + " is empty: write a text, a {column}, or both");
    List<String> literals = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    int from = 0;
    while (true) {
      int open = text.indexOf('{', from);
      String literal = open < 0 ? text.substring(from) : text.substring(from, open);
      require(
          literal.indexOf('}') < 0,
          "%s is \"%s\", where a } closes nothing".formatted(property, text));
      literals.add(literal);
      if (open < 0) {
        return new Template(List.copyOf(literals), List.copyOf(columns));
      }
      int close = text.indexOf('}', open);
      require(close > 0, "%s is \"%s\", where a { is not closed".formatted(property, text));
      String column = text.substring(open + 1, close);
      require(
          !column.isEmpty() && column.indexOf('{') < 0,
          "%s is \"%s\", where {%s} names no column".formatted(property, text, column));
      columns.add(column);
      from = close + 1;
    }
  }

  boolean isOneColumn() {
    return columns.size() == 1 && literals.stream().allMatch(String::isEmpty);
  }
}
