package dev.ensemble.relay;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** One header of every record; where its text repeats itself, so does the object. */
final class HeaderText {
  private static final byte[] NOTHING = {};

  private final String name;
  private final FieldText text;
  private final boolean required;
  private Header last;
  private byte[] lastValue = NOTHING;

  /**
   * @param required whether a row without it is no event; otherwise the header is left out
   */
  HeaderText(String name, FieldText text, boolean required) {
    this.name = name;
    this.text = text;
    this.required = required;
    this.last = new RecordHeader(name, NOTHING);
  }

  String name() {
    return name;
  }

  boolean isRequired() {
    return required;
  }

  /** False where a column is null; otherwise {@link #last} is the header. */
  boolean write(Row row, Bytes room) {
    if (!text.write(row, room)) {
      return false;
    }
    if (!room.holds(lastValue)) {
      lastValue = room.copy();
      last = new RecordHeader(name, lastValue);
    }
    return true;
  }

  Header last() {
    return last;
  }
}
