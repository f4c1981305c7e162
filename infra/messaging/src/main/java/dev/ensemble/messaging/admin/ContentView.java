package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.ParkedContent;
import dev.ensemble.messaging.ParkingNote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One parked event with all that may be seen of it.
 *
 * @param recordTimeMillis as the broker tells it; a hostile one may be any number
 * @param payload null where it is hidden, or the record has none
 * @param history what was done with it before, oldest first
 */
record ContentView(
    ParkedView event,
    long recordTimeMillis,
    List<HeaderView> headers,
    int payloadBytes,
    @Nullable JsonNode payload,
    List<NoteView> history) {

  /** Longer than any that is told here: a hostile producer may send megabytes. */
  private static final int ENVELOPE_BYTES_MAX = 255;

  private static final Pattern WORD = Pattern.compile("[!-~]+");

  /**
   * What names an event and its way, and the form that it has then: anything can stand in a header
   * of that name. The key and the correlation id are data, and so all else.
   */
  private static final Map<String, Pattern> ENVELOPE =
      Map.of(
          "ce_specversion", Pattern.compile("[0-9.]{1,9}"),
          "ce_id", Choice.UUID_TEXT,
          "ce_source", WORD,
          "ce_type", WORD,
          "ce_time", Pattern.compile("[0-9TtZz:.+-]{1,64}"),
          "ce_causationid", Choice.UUID_TEXT,
          "ce_sequence", Pattern.compile("[0-9]{1,19}"),
          "content-type", Pattern.compile("[ -~]+"),
          "traceparent", Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"));

  /** A header of a record. */
  record HeaderView(String name, @Nullable String value) {

    static HeaderView of(Header header, Disclosure disclosure) {
      byte[] value = header.value();
      if (value == null) {
        return new HeaderView(header.key(), null);
      }
      return new HeaderView(
          header.key(),
          switch (disclosure) {
            case HIDDEN -> null;
            case MASKED -> isOfTheEnvelope(header.key(), value) ? text(value) : Masks.shape(value);
            case SHOWN -> text(value);
          });
    }

    private static boolean isOfTheEnvelope(String name, byte[] value) {
      Pattern form = ENVELOPE.get(name);
      return form != null
          && value.length <= ENVELOPE_BYTES_MAX
          && form.matcher(text(value)).matches();
    }

    private static String text(byte[] value) {
      return new String(value, StandardCharsets.UTF_8);
    }
  }

  /** What somebody did with it. */
  record NoteView(String at, String actor, String reason, String outcome, @Nullable String detail) {

    static NoteView of(ParkingNote note, Disclosure disclosure) {
      return new NoteView(
          note.at().toString(),
          note.decision().actor(),
          note.decision().reason(),
          note.outcome().name(),
          disclosure.detail(note.detail()));
    }
  }

  static ContentView of(ParkedContent content, Disclosure disclosure) {
    List<HeaderView> headers = new ArrayList<>();
    content.record().headers().forEach(one -> headers.add(HeaderView.of(one, disclosure)));
    byte[] value = content.record().value();
    return new ContentView(
        ParkedView.of(content.event(), disclosure),
        content.record().timestamp(),
        headers,
        value == null ? 0 : value.length,
        value == null ? null : payload(value, disclosure),
        content.history().stream().map(note -> NoteView.of(note, disclosure)).toList());
  }

  private static @Nullable JsonNode payload(byte[] value, Disclosure disclosure) {
    return switch (disclosure) {
      case HIDDEN -> null;
      case MASKED -> Masks.masked(value);
      case SHOWN -> Masks.shown(value);
    };
  }
}
