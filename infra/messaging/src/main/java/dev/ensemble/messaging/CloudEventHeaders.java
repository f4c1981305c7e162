package dev.ensemble.messaging;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record in CloudEvents' binary content mode (Kafka protocol binding 1.0.2): the
 * attributes as {@code ce_} headers in UTF-8, the payload's media type as {@code content-type}.
 * Headers of others are left alone, whatever they hold.
 */
final class CloudEventHeaders {
  private static final String ATTRIBUTE = "ce_";
  private static final String CONTENT_TYPE = "content-type";
  private static final String JSON = "application/json";

  /** Those of an event that our relay sends; room for more is made where there are more. */
  private static final int HEADERS_USUAL = 14;

  private static final char REPLACEMENT = '\uFFFD';

  private final Map<String, String> ours;
  private final Headers all;

  private CloudEventHeaders(Map<String, String> ours, Headers all) {
    this.ours = ours;
    this.all = all;
  }

  /**
   * @throws UnreadableRecord where a header of CloudEvents is no text or stands there twice
   */
  static CloudEventHeaders of(Headers all) {
    Map<String, String> ours = HashMap.newHashMap(HEADERS_USUAL);
    for (Header header : all) {
      String name = header.key();
      if ((name.startsWith(ATTRIBUTE) || name.equals(CONTENT_TYPE))
          && ours.put(name, text(header)) != null) {
        throw new UnreadableRecord("the header " + name + " stands there more than once");
      }
    }
    return new CloudEventHeaders(ours, all);
  }

  @Nullable String attribute(String name) {
    return ours.get(ATTRIBUTE + name);
  }

  String required(String name) {
    String value = attribute(name);
    if (value == null || value.isEmpty()) {
      throw new UnreadableRecord(
          "it is no CloudEvent in binary mode: the header " + ATTRIBUTE + name + " is missing");
    }
    return value;
  }

  /** JSON in UTF-8, or nothing said; a whole CloudEvent as the payload is another mode. */
  void requireJson() {
    String said = ours.get(CONTENT_TYPE);
    if (said == null || said.equals(JSON)) {
      return;
    }
    String[] parts = said.toLowerCase(Locale.ROOT).split(";", -1);
    String mediaType = parts[0].strip();
    boolean json =
        mediaType.equals(JSON)
            || (mediaType.startsWith("application/") && mediaType.endsWith("+json"));
    if (!json || mediaType.startsWith("application/cloudevents")) {
      throw new UnreadableRecord("its content-type is not application/json");
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].replace("\"", "").replace(" ", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        throw new UnreadableRecord("its JSON is not in UTF-8");
      }
    }
  }

  /** The trace context's own headers; a malformed one is as good as none. */
  @Nullable String traceparent() {
    String value = lastOf("traceparent");
    return value != null && Wire.isTraceparent(value) ? value : null;
  }

  @Nullable String tracestate() {
    String value = traceparent() == null ? null : lastOf("tracestate");
    return value != null && Wire.isTracestate(value) ? value : null;
  }

  private @Nullable String lastOf(String name) {
    Header header = all.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static String text(Header header) {
    if (header.value() == null) {
      return "";
    }
    String text = new String(header.value(), StandardCharsets.UTF_8);
    // What is no UTF-8 becomes this character, which is rare enough to look more closely then.
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header.value())).toString();
    } catch (CharacterCodingException noText) {
      throw new UnreadableRecord("the header " + header.key() + " is not UTF-8", noText);
    }
  }
}
