package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * How a column's value lies in the message, and how it is written into a record: as its bytes or as
 * its text. Runs for every row.
 */
enum ColumnForm {
  /** What is sent is what is published. */
  TEXT(true, 0),
  BYTES(false, 0),
  /** The version of the form, 1 ever since, then the text. */
  JSONB(true, 1),
  UUID(true, -1) {
    @Override
    void write(byte[] array, int offset, int length, Bytes out) {
      for (int at = 0; at < length; at++) {
        if (at == 4 || at == 6 || at == 8 || at == 10) {
          out.put('-');
        }
        out.putHex(array[offset + at]);
      }
    }
  },
  /** Of two, four or eight bytes. */
  INTEGER(true, -1) {
    @Override
    void write(byte[] array, int offset, int length, Bytes out) {
      out.putNumber(signed(array, offset, length));
    }
  },
  BOOLEAN(false, -1) {
    @Override
    void write(byte[] array, int offset, int length, Bytes out) {
      out.put(array[offset] == 0 ? FALSE : TRUE);
    }
  },
  /** Days since 2000. */
  DATE(false, -1) {
    @Override
    void write(byte[] array, int offset, int length, Bytes out) {
      long days = signed(array, offset, length);
      if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
        out.put(days > 0 ? INFINITY : MINUS_INFINITY);
      } else {
        TimeText.putDate(days, out);
      }
    }
  },
  /** Microseconds since 2000 in UTC; a time without a zone is taken for UTC. */
  TIMESTAMP(false, -1) {
    @Override
    void write(byte[] array, int offset, int length, Bytes out) {
      long micros = signed(array, offset, length);
      if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
        out.put(micros > 0 ? INFINITY : MINUS_INFINITY);
      } else {
        TimeText.putTimestamp(micros, out);
      }
    }
  };

  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final byte[] INFINITY = "infinity".getBytes(US_ASCII);
  private static final byte[] MINUS_INFINITY = "-infinity".getBytes(US_ASCII);

  private final boolean textIsTheSame;
  private final int skipped;

  /**
   * @param skipped how many bytes stand before what is published as it lies
   */
  ColumnForm(boolean textIsTheSame, int skipped) {
    this.textIsTheSame = textIsTheSame;
    this.skipped = skipped;
  }

  /** Whether the server's text form is what is published, so that it may come as text, too. */
  boolean textIsTheSame() {
    return textIsTheSame;
  }

  /** Whether it is published as it lies, after what is skipped. */
  boolean liesReady() {
    return skipped >= 0;
  }

  int skipped() {
    return skipped;
  }

  void write(byte[] array, int offset, int length, Bytes out) {
    out.put(array, offset + skipped, length - skipped);
  }

  private static long signed(byte[] array, int offset, int length) {
    long value = array[offset];
    for (int at = 1; at < length; at++) {
      value = (value << Byte.SIZE) | (array[offset + at] & 0xff);
    }
    return value;
  }
}
