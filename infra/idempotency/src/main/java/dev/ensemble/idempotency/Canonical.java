package dev.ensemble.idempotency;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A JSON tree in bytes that are equal where the trees mean the same: the order of keys and the way
 * in which a number is written play no part. Every value begins with its kind and its length.
 */
final class Canonical {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private final boolean nullIsAbsent;

  private Canonical(boolean nullIsAbsent) {
    this.nullIsAbsent = nullIsAbsent;
  }

  /**
   * @param nullIsAbsent whether a field that is null counts as one that is not there. In a record
   *     it does, and so a release that adds an optional field turns no retry into another request;
   *     in free JSON the two may mean different things
   */
  static byte[] bytesOf(JsonNode tree, boolean nullIsAbsent) {
    Canonical canonical = new Canonical(nullIsAbsent);
    try {
      canonical.write(tree);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory takes whatever is written to it", e);
    }
    return canonical.bytes.toByteArray();
  }

  private void write(JsonNode node) throws IOException {
    if (node.isObject()) {
      SortedMap<String, JsonNode> sorted = new TreeMap<>();
      node.properties().stream()
          .filter(field -> !(nullIsAbsent && field.getValue().isNull()))
          .forEach(field -> sorted.put(field.getKey(), field.getValue()));
      out.writeByte('{');
      out.writeInt(sorted.size());
      for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
        text('k', field.getKey());
        write(field.getValue());
      }
    } else if (node.isArray()) {
      out.writeByte('[');
      out.writeInt(node.size());
      for (JsonNode element : node) {
        write(element);
      }
    } else if (node.isNumber()) {
      text('n', number(node.decimalValue()));
    } else {
      text(node.isString() ? 's' : 'o', node.asString());
    }
  }

  /** Not written plain: the zeros of 1E999999999 would fill the memory. */
  private static String number(BigDecimal value) {
    return value.stripTrailingZeros().toString();
  }

  private void text(char kind, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeByte(kind);
    out.writeInt(utf8.length);
    out.write(utf8);
  }
}
