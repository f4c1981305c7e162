package dev.ensemble.relay;

import java.nio.ByteBuffer;

/**
 * The columns of one inserted row, where they lie in the message that brought it. Nothing is
 * copied: a row is valid until the next one is read into it.
 */
final class Row {
  private static final int COLUMNS_AT_FIRST = 16;
  private static final int NO_VALUE = -1;

  private byte[] array = {};
  private int[] offsets = new int[COLUMNS_AT_FIRST];
  private int[] lengths = new int[COLUMNS_AT_FIRST];
  private boolean[] binary = new boolean[COLUMNS_AT_FIRST];
  private int count;

  /** Reads a TupleData of pgoutput, whose buffer must have an array; moves past it. */
  void read(ByteBuffer message) {
    array = message.array();
    count = message.getShort();
    if (count > offsets.length) {
      offsets = new int[count];
      lengths = new int[count];
      binary = new boolean[count];
    }
    for (int column = 0; column < count; column++) {
      byte kind = message.get();
      switch (kind) {
        case 'b', 't' -> {
          int length = message.getInt();
          offsets[column] = message.arrayOffset() + message.position();
          lengths[column] = length;
          binary[column] = kind == 'b';
          message.position(message.position() + length);
        }
        // Unchanged values ('u') belong to updates; an insert has none.
        case 'n' -> lengths[column] = NO_VALUE;
        default ->
            throw new RelayFailure(
                ExitCode.FAILED, "PostgreSQL sent a column of the unknown kind " + kind, null);
      }
    }
  }

  int columnCount() {
    return count;
  }

  boolean isNull(int column) {
    return lengths[column] == NO_VALUE;
  }

  /** What the offsets are places in. */
  byte[] array() {
    return array;
  }

  int offset(int column) {
    return offsets[column];
  }

  int length(int column) {
    return lengths[column];
  }

  /** In the type's binary form; otherwise as text. */
  boolean isBinary(int column) {
    return binary[column];
  }
}
